export type { Claim } from './claim.ts';
export { Claims } from './claims.repository.ts';
export { IdempotencyModule } from './idempotency.module.ts';
export { Idempotent, IdempotencyClaim } from './idempotent.ts';
export { replayable, Replayable } from './replayable.ts';
