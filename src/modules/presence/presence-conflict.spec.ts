import { PresenceConflict, withConflictRetry } from './presence-conflict.ts';

const noWait = (): Promise<void> => Promise.resolve();

describe('a conflict', () => {
  it('is met with another attempt', async () => {
    let attempts = 0;
    const work = (): Promise<string> => {
      attempts += 1;
      return attempts < 4 ? Promise.reject(new PresenceConflict()) : Promise.resolve('done');
    };
    await expect(withConflictRetry(work, noWait)).resolves.toBe('done');
    expect(attempts).toBe(4);
  });

  it('is refused after a bounded number of attempts, with delays that stay under their ceiling', async () => {
    const delays: number[] = [];
    const wait = (delayMs: number): Promise<void> => Promise.resolve(void delays.push(delayMs));
    const work = (): Promise<string> => Promise.reject(new PresenceConflict());
    await expect(withConflictRetry(work, wait)).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(delays).toHaveLength(12);
    expect(Math.max(...delays)).toBeLessThan(400);
  });

  it('is the only reason for another attempt', async () => {
    let attempts = 0;
    const work = (): Promise<string> => {
      attempts += 1;
      return Promise.reject(new Error('something else'));
    };
    await expect(withConflictRetry(work, noWait)).rejects.toThrow('something else');
    expect(attempts).toBe(1);
  });
});
