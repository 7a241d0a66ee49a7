export { AuditOrigins } from './audit-origins.ts';
export { AuditModule } from './audit.module.ts';
export { RelayAudit } from './relay-audit.ts';
export { VerifyAudit, type AuditVerdict, type KeptAnchor } from './verify-audit.use-case.ts';
