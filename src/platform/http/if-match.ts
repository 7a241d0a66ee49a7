import { refuse } from '../../shared/refusal.ts';

const VERSION = /^(?:W\/)?"?(\d{1,18})"?$/;

/** The version that `If-Match` names: `"3"` or `3`. Undefined for none and for `*`. Refuses `stale_version` for anything else. */
export function expectedVersion(ifMatch: string | undefined): bigint | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const version = VERSION.exec(ifMatch.trim())?.[1];
  if (version === undefined) throw refuse('stale_version', 'If-Match names no version of ours');
  return BigInt(version);
}
