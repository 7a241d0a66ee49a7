export class BuildDto {
  /** @example '0.1.0' */
  version!: string;
  /** @example 'v24.21.0' */
  node!: string;
  /** @example '2026-11-21T09:00:00.000Z' */
  startedAt!: string;
}

export class SystemStoreDto {
  /** @example 'postgresql' */
  name!: string;
  /** @example 'up' */
  status!: 'up' | 'degraded' | 'down';
  /** @example 2 */
  latencyMs!: number;
}

export class SystemDto {
  /** @example 'ok' */
  status!: 'ok' | 'degraded' | 'error' | 'shutting_down';
  build!: BuildDto;
  stores!: SystemStoreDto[];
}
