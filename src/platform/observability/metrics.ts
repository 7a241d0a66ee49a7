import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What a metric is called, and by which labels it is split. A label has few values: never an id, a path or an address. */
export interface MetricDescription<Label extends string = string> {
  /** snake_case, with its unit last: `outbox_relay_seconds`. A counter ends in `_total`. */
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly Label[];
}

export interface HistogramDescription<Label extends string = string> extends MetricDescription<Label> {
  readonly buckets?: readonly number[];
}

const DEFAULT_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The metrics of this process. To ask for a metric that exists gives the same one, so that any provider may ask. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  get contentType(): string {
    return this.registry.contentType;
  }

  /** Memory, CPU, event loop lag, garbage collection. */
  collectProcessMetrics(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  counter<Label extends string = string>(description: MetricDescription<Label>): Counter<Label> {
    const { name, help, labelNames = [] } = description;
    const existing = this.registry.getSingleMetric(name) as Counter<Label> | undefined;
    return existing ?? new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  gauge<Label extends string = string>(description: MetricDescription<Label>): Gauge<Label> {
    const { name, help, labelNames = [] } = description;
    const existing = this.registry.getSingleMetric(name) as Gauge<Label> | undefined;
    return existing ?? new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  /** In seconds unless `buckets` say otherwise. */
  histogram<Label extends string = string>(description: HistogramDescription<Label>): Histogram<Label> {
    const { name, help, labelNames = [], buckets = DEFAULT_BUCKETS_SECONDS } = description;
    const existing = this.registry.getSingleMetric(name) as Histogram<Label> | undefined;
    return existing ?? new Histogram({ name, help, labelNames, buckets: [...buckets], registers: [this.registry] });
  }

  /** Everything, in Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
