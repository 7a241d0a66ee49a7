export { actingAs } from './acting.ts';
export { auditText, type Author, currentAuthor } from './audit-content.ts';
export { audit } from './audit.ts';
export { AuditedRead } from './audited-read.ts';
export type { AuditedChange } from './audited-change.ts';
