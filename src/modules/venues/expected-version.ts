import { refuse } from '../../shared/refusal.ts';

/** The versions that the caller expects, from the header and from the body; an absent one expects nothing. */
export interface ExpectedVersions {
  readonly ifMatch?: bigint;
  readonly version?: number;
}

/** Refuses `stale_version` when the resource is at another version than the caller read. */
export function demandVersion(actual: number, { ifMatch, version }: ExpectedVersions): void {
  const stale = (ifMatch !== undefined && ifMatch !== BigInt(actual)) || (version !== undefined && version !== actual);
  if (stale) throw refuse('stale_version', `The resource is at version ${actual}`);
}
