import { HttpException, Injectable, Logger } from '@nestjs/common';
import {
  type HealthCheckResult,
  HealthCheckService,
  type HealthIndicatorResult,
  HealthIndicatorService,
} from '@nestjs/terminus';
import { Drain } from '../http/drain.ts';
import { StoreProbes } from './store-probes.ts';

const PROBE_TIMEOUT_MS = 1_500;
/** Anyone may ask, so that the answer is shared for a moment. */
const PROBE_CACHE_MS = 250;

export type StoreName = 'postgresql' | 'dynamodb' | 'redis';

export interface StoreState {
  readonly status: 'up' | 'degraded' | 'down';
  readonly latencyMs: number;
}

export interface ReadinessState {
  /** `degraded` serves everything, a little slower; the other two should get no requests. */
  readonly status: 'ok' | 'degraded' | 'error' | 'shutting_down';
  readonly stores: Readonly<Record<string, StoreState>>;
}

/** Whether this process should get requests: its stores answer and it is not on its way out. Redis may be missing. */
@Injectable()
export class Readiness {
  private readonly logger = new Logger(Readiness.name);
  private lastStatus = 'ok';

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly probes: StoreProbes,
    private readonly drain: Drain,
  ) {}

  async check(): Promise<ReadinessState> {
    const { status, details } = await this.ask();
    this.logChange(status, details);
    const stores = Object.entries(details).map(([name, { status: state, responseTime }]) => [
      name,
      { status: state, latencyMs: Number(responseTime) },
    ]);
    return {
      status: this.drain.draining ? 'shutting_down' : status,
      stores: Object.fromEntries(stores) as Record<string, StoreState>,
    };
  }

  // Probes come all the time: what is worth a line is that something changed.
  private logChange(status: string, details: HealthCheckResult['details']): void {
    if (status === this.lastStatus) return;
    this.lastStatus = status;
    const failing = Object.entries(details).filter(([, store]) => store.status !== 'up');
    if (failing.length === 0) this.logger.log('every store answers');
    else this.logger.warn({ msg: `readiness is ${status}`, stores: Object.fromEntries(failing) });
  }

  // Terminus throws its result when a store is down; here that is an answer like the others.
  private async ask(): Promise<HealthCheckResult> {
    try {
      return await this.health.check([
        this.attempt('postgresql', () => this.probes.postgresql()),
        this.attempt('dynamodb', (signal) => this.probes.dynamodb(signal)),
        () => this.redis(),
      ]);
    } catch (error) {
      if (error instanceof HttpException) return error.getResponse() as HealthCheckResult;
      throw error;
    }
  }

  private attempt(
    name: StoreName,
    probe: (signal: AbortSignal) => Promise<void>,
  ): () => PromiseLike<HealthIndicatorResult> {
    const attempt = this.indicators.check(name).attempt(({ signal }) => probe(signal));
    return () => attempt.withTimeout(PROBE_TIMEOUT_MS).cacheFor(PROBE_CACHE_MS);
  }

  private async redis(): Promise<HealthIndicatorResult> {
    const { redis } = await this.attempt('redis', () => this.probes.redisStore())();
    const data = { responseTime: Number(redis?.['responseTime'] ?? 0) };
    const indicator = this.indicators.check('redis');
    return redis?.status === 'up' ? indicator.up(data) : indicator.degraded(data);
  }
}
