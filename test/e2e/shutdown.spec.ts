import { startTestApp, type TestApp } from '../support/test-app.ts';
import { FailingModule, Gate } from './failing.module.ts';
import { PATIENCE_MS } from '../support/patience.ts';

const POLL_MS = 10;

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`It did not come true in ${PATIENCE_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function withSlowRequest(
  graceMs: number,
  check: (test: TestApp, request: Promise<number | 'cut'>) => Promise<void>,
): Promise<void> {
  const test = await startTestApp({ modules: [FailingModule], environment: { SHUTDOWN_GRACE_MS: String(graceMs) } });
  try {
    const request = test.request('GET', '/failing/slow').then(
      ({ status }) => status,
      () => 'cut' as const,
    );
    await until(() => test.get(Gate).waiting === 1);
    await check(test, request);
  } finally {
    test.get(Gate).release();
    await test.close();
  }
}

describe('shutdown', () => {
  it('takes no new connection and lets a request in flight finish', () =>
    withSlowRequest(PATIENCE_MS, async (test, request) => {
      const stopped = test.stop();
      await until(() =>
        fetch(`${test.url}/health/live`).then(
          () => false,
          () => true,
        ),
      );
      test.get(Gate).release();
      expect(await request).toBe(200);
      await stopped;
    }));

  it('cuts what does not finish in its grace time', () =>
    withSlowRequest(100, async (test, request) => {
      const startedMs = performance.now();
      await test.stop();
      expect(await request).toBe('cut');
      expect(performance.now() - startedMs).toBeLessThan(PATIENCE_MS);
    }));
});
