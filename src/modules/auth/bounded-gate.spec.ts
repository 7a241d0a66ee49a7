import { BoundedGate } from './bounded-gate.ts';

function work() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let started = false;
  const run = (): Promise<string> => {
    started = true;
    return promise;
  };
  return { run, resolve, reject, started: () => started };
}

describe('bounded gate', () => {
  it('runs no more than its limit at once, and the others in order of arrival', async () => {
    const gate = new BoundedGate({ running: 1, waiting: 2 });
    const [first, second, third] = [work(), work(), work()];
    const results = [first, second, third].map(({ run }) => gate.run(run));
    await Promise.resolve();
    expect([first, second, third].map((w) => w.started())).toEqual([true, false, false]);
    first.resolve('first');
    await results[0];
    await Promise.resolve();
    expect([second, third].map((w) => w.started())).toEqual([true, false]);
    second.resolve('second');
    third.resolve('third');
    await expect(Promise.all(results)).resolves.toEqual(['first', 'second', 'third']);
  });

  it('refuses when the queue is full, and says when to come again', async () => {
    const gate = new BoundedGate({ running: 1, waiting: 1 });
    const [first, second] = [work(), work()];
    const results = [gate.run(first.run), gate.run(second.run)];
    await expect(gate.run(work().run)).rejects.toMatchObject({
      code: 'store_unavailable',
      extras: { retryAfterSeconds: 1 },
    });
    first.resolve('first');
    second.resolve('second');
    await Promise.all(results);
    await expect(gate.run(() => Promise.resolve('free again'))).resolves.toBe('free again');
  });

  it('gives the place back when a work fails', async () => {
    const gate = new BoundedGate({ running: 1, waiting: 0 });
    await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(gate.run(() => Promise.resolve('yes'))).resolves.toBe('yes');
  });
});
