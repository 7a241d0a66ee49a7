import { startTestApp, type TestApp } from '../support/test-app.ts';
import { Drain } from '../../src/platform/http/drain.ts';
import { MetricsServer } from '../../src/platform/observability/index.ts';

const NOWHERE = 'redis://127.0.0.1:1';

interface Ready {
  status: string;
  stores: Record<string, { status: string; latencyMs: number }>;
}

describe('health', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it('is live', async () => {
    const { status, body } = await test.request('GET', '/health/live');
    expect([status, body]).toEqual([200, { status: 'ok' }]);
  });

  it('is ready, and says how long each store took', async () => {
    const { status, body } = await test.request<Ready>('GET', '/health/ready');
    expect(status).toBe(200);
    expect(body.status).toBe('ok');
    expect(Object.keys(body.stores).sort()).toEqual(['dynamodb', 'postgresql', 'redis']);
    for (const store of Object.values(body.stores)) {
      expect(store).toEqual({ status: 'up', latencyMs: expect.any(Number) as number });
    }
  });

  it.each(['/health/live', '/health/ready'])('does not mind what a load balancer adds to %s', async (path) => {
    expect((await test.request('GET', `${path}?probe=7&a[b]=1`)).status).toBe(200);
  });

  it('is not below the API', async () => {
    expect((await test.request('GET', '/api/v1/health/live')).status).toBe(404);
  });

  it('gives metrics on a port of their own, with the route and not the path', async () => {
    await test.request('GET', '/health/live');
    const response = await fetch(`http://127.0.0.1:${test.get(MetricsServer).port}/metrics`);
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(text).toMatch(/http_request_duration_seconds_count\{method="GET",route="\/health\/live",status="200"\} \d+/);
    expect(text).toContain('http_requests_in_flight');
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('gives no metrics on the API port', async () => {
    expect((await fetch(`${test.url}/metrics`)).status).toBe(404);
  });
});

describe('readiness', () => {
  it('is degraded without Redis, and still ready', async () => {
    const test = await startTestApp({ environment: { REDIS_URL: NOWHERE } });
    try {
      const { status, body } = await test.request<Ready>('GET', '/health/ready');
      expect([status, body.status, body.stores['redis']?.status]).toEqual([200, 'degraded', 'degraded']);
    } finally {
      await test.close();
    }
  });

  it('fails without DynamoDB, names the store and no address', async () => {
    const test = await startTestApp({ environment: { DYNAMODB_ENDPOINT: 'http://127.0.0.1:1' } });
    try {
      const { status, body, text } = await test.request<Ready>('GET', '/health/ready');
      expect([status, body.status, body.stores['dynamodb']?.status]).toEqual([503, 'error', 'down']);
      expect(body.stores['postgresql']?.status).toBe('up');
      expect(text).not.toContain('127.0.0.1');
    } finally {
      await test.close();
    }
  });

  it('fails as soon as draining begins, while requests are still answered', async () => {
    const test = await startTestApp();
    try {
      test.get(Drain).begin();
      const ready = await test.request<Ready>('GET', '/health/ready');
      expect([ready.status, ready.body.status]).toEqual([503, 'shutting_down']);
      const live = await test.request('GET', '/health/live');
      expect(live.status).toBe(200);
      expect(live.headers.get('connection')).toBe('close');
    } finally {
      await test.close();
    }
  });
});
