import type { NewOutboxEvent } from '../events/outbox-event.ts';
import type { Tx } from '../postgres/index.ts';
import { type AuditText, auditText, currentAuthor } from './audit-content.ts';
import type { AuditedChange } from './audited-change.ts';

async function recordAll(tx: Tx, changes: readonly AuditedChange[]): Promise<void> {
  if (changes.length > 0) await tx.auditEvent.createMany({ data: changes.map(rowOf) });
}

function rowOf(change: AuditedChange): { service: string } & AuditText {
  return { service: change.service, ...auditText(change, currentAuthor()) };
}

async function announced(
  tx: Tx,
  service: string,
  events: readonly NewOutboxEvent[],
  transactionId?: string,
): Promise<void> {
  const changes = events.map(({ type: action, aggregateId: subjectId, payload: after }) => ({
    ...{ service, action, subjectId, after },
    transactionId: transactionId ?? transferOf(after),
  }));
  await recordAll(tx, changes);
}

function transferOf(payload: object): string | undefined {
  return 'transferId' in payload && typeof payload.transferId === 'string' ? payload.transferId : undefined;
}

/**
 * Says in the transaction of a change who did what to whom: the event is committed with it, or not at all. Who, from where and in
 * which request is found by itself; when, and the event's id, PostgreSQL says: one clock for every process.
 */
export const audit = {
  record: (tx: Tx, change: AuditedChange): Promise<void> => recordAll(tx, [change]),
  recordAll,
  /** What to insert into audit_event, for a transaction that is none of Prisma's. */
  row: rowOf,
  /** The same for what is announced in the same words: of each event its type, its aggregate and its payload. */
  announced,
} as const;
