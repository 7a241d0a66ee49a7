import { Metrics } from './metrics.ts';

describe('metrics', () => {
  it('give the same metric to whoever asks for its name', async () => {
    const metrics = new Metrics();
    metrics.counter({ name: 'orders_total', help: 'Orders', labelNames: ['status'] }).inc({ status: 'paid' });
    metrics.counter({ name: 'orders_total', help: 'Orders', labelNames: ['status'] }).inc({ status: 'paid' });
    expect(await metrics.text()).toContain('orders_total{status="paid"} 2');
  });

  it('are kept apart from those of another application in the process', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    one.gauge({ name: 'queue_depth', help: 'Waiting' }).set(7);
    expect(await one.text()).toContain('queue_depth 7');
    expect(await other.text()).not.toContain('queue_depth');
  });

  it('measure durations in buckets from a millisecond to ten seconds', async () => {
    const metrics = new Metrics();
    metrics.histogram({ name: 'work_seconds', help: 'Work' }).observe(0.003);
    const text = await metrics.text();
    expect(text).toContain('work_seconds_bucket{le="0.0025"} 0');
    expect(text).toContain('work_seconds_bucket{le="0.005"} 1');
    expect(text).toContain('le="10"');
  });
});
