export { ClientOrigin, TellsOrigin } from './client-origin.ts';
export { type Movement, promisedId, sumsOf } from './movement.ts';
export type { Origin } from './origin.ts';
export { PromisedRisk, type PromiseVerdict } from './promised-risk.ts';
export { REVIEW_DECIDED } from './review-movements.use-case.ts';
export { RiskModule } from './risk.module.ts';
export { type GuardedWork, Risk } from './risk.ts';
export { Spending } from './spending.ts';
