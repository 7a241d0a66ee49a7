import { Logger } from '@nestjs/common';
import { BackgroundLoop } from './background-loop.ts';

const LONG_MS = 3_600_000;

describe('a background loop', () => {
  const errors: unknown[] = [];
  const logger = Object.assign(new Logger('Test'), { error: (message: unknown) => void errors.push(message) });
  const failure = { logger, message: 'nothing was done', pauseMs: LONG_MS };
  beforeEach(() => void errors.splice(0));

  it('takes turn after turn, and stops when it is told to, in the middle of a pause', async () => {
    let turns = 0;
    const reached = Promise.withResolvers<void>();
    const loop = new BackgroundLoop(() => {
      turns += 1;
      if (turns === 3) reached.resolve();
      return Promise.resolve(turns < 3 ? 0 : LONG_MS);
    }, failure);
    loop.start();
    await reached.promise;
    await loop.stop();
    expect(turns).toBe(3);
  });

  it('finishes the turn under way before it is stopped, and begins no other', async () => {
    const steps: string[] = [];
    const [begun, work] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const loop = new BackgroundLoop(async () => {
      steps.push('begun');
      begun.resolve();
      await work.promise;
      steps.push('done');
      return 0;
    }, failure);
    loop.start();
    await begun.promise;
    const stopped = loop.stop().then(() => steps.push('stopped'));
    await new Promise((resolve) => setImmediate(resolve));
    work.resolve();
    await stopped;
    expect(steps).toEqual(['begun', 'done', 'stopped']);
  });

  it('says what failed, and goes on after a pause', async () => {
    const reached = Promise.withResolvers<void>();
    let turns = 0;
    const loop = new BackgroundLoop(
      () => {
        turns += 1;
        if (turns === 1) return Promise.reject(new Error('no store'));
        reached.resolve();
        return Promise.resolve(LONG_MS);
      },
      { ...failure, pauseMs: 1 },
    );
    loop.start();
    await reached.promise;
    await loop.stop();
    expect(errors).toEqual(['nothing was done: no store']);
  });

  it('is stopped without ever having been started', async () => {
    await new BackgroundLoop(() => Promise.resolve(0), failure).stop();
  });
});
