import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';

/** nginx's number for a client that left before its answer. */
const CLIENT_GONE = '499';
const NS_PER_SECOND = 1e9;

/** Measures every request by its route's template, so that the number of series is bounded by our routes. */
export function measureRequests(instance: FastifyInstance, metrics: Metrics): void {
  const inFlight = metrics.gauge({ name: 'http_requests_in_flight', help: 'Requests that are being answered' });
  const durations = metrics.histogram({
    name: 'http_request_duration_seconds',
    help: 'From the request being read to its answer being sent',
    labelNames: ['method', 'route', 'status'],
  });
  instance.addHook('onRequest', (request, reply, done) => {
    const startedNs = process.hrtime.bigint();
    inFlight.inc();
    // 'close' comes once whatever happens; Fastify's onResponse does not come for a client that left.
    reply.raw.once('close', () => {
      inFlight.dec();
      const status = reply.raw.writableFinished ? String(reply.raw.statusCode) : CLIENT_GONE;
      const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
      durations.observe(
        { method: request.method, route, status },
        Number(process.hrtime.bigint() - startedNs) / NS_PER_SECOND,
      );
    });
    done();
  });
}
