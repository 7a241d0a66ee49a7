export { measureRequests } from './http-metrics.ts';
export { guardBindings } from './logging.ts';
export { Metrics, type HistogramDescription, type MetricDescription } from './metrics.ts';
export { MetricsServer } from './metrics-server.ts';
export { ObservabilityModule } from './observability.module.ts';
export { Readiness, type ReadinessState, type StoreState } from './readiness.ts';
export { redacted } from './redaction.ts';
export { currentRequest, followRequests, type RequestContext } from './request-context.ts';
export { logRequests } from './request-lines.ts';
