export { actingAs } from './acting.ts';
export { audit } from './audit.ts';
export type { AuditedChange } from './audited-change.ts';
