export class LivenessDto {
  /** @example 'ok' */
  status!: 'ok';
}

export class StoreStateDto {
  /** @example 'up' */
  status!: 'up' | 'degraded' | 'down';

  /**
   * How long its answer took, in milliseconds.
   * @example 2
   */
  latencyMs!: number;
}

export class ReadinessDto {
  /** @example 'ok' */
  status!: 'ok' | 'degraded' | 'error' | 'shutting_down';

  /** By the store's name: postgresql, dynamodb, redis. */
  stores!: Record<string, StoreStateDto>;
}
