export { AuditModule } from './audit.module.ts';
export { RelayAudit } from './relay-audit.ts';
