import { DeadlinePassed, withDeadline } from './deadline.ts';

describe('a deadline', () => {
  it('gives the result of work that is done in time', async () => {
    await expect(withDeadline(Promise.resolve(7), 1_000)).resolves.toBe(7);
  });

  it('passes the failure of the work on', async () => {
    await expect(withDeadline(Promise.reject(new Error('no')), 1_000)).rejects.toThrow('no');
  });

  it('ends the wait for work that hangs', async () => {
    await expect(withDeadline(new Promise(() => undefined), 5)).rejects.toBeInstanceOf(DeadlinePassed);
  });
});
