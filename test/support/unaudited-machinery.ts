const COPIES = 'forgets a copy; what changed is logged where it changed';
const OVER = 'deletes what is over and nobody asks for any more; for how long it was kept is declared';

/** Jobs that write no audit event, and why: they change nothing of anybody, or what they do is logged otherwise. */
export const QUIET_JOBS: Readonly<Record<string, string>> = {
  'expire-holds': 'each hold that expires is logged from the note that PostgreSQL leaves of it (ledger_expire)',
  'recount-venues': 'where people are is kept for hours; a log would keep it for good',
  'anchor-ledger-days': 'hashes of the books; append-only',
  'make-ledger-partitions': 'makes room ahead',
  'make-history-partitions': 'makes room ahead',
  'seal-audit-days': 'is the audit log',
  'api-key-cleanup': `${OVER}; the history of rows has what was deleted`,
  'delete-unused-quotes': OVER,
  'ended-session-cleanup': OVER,
  'idempotency-claim-cleanup': OVER,
  'job-history-cleanup': OVER,
  'outbox-cleanup': OVER,
  'provider-event-cleanup': OVER,
  'redemption-cleanup': `${OVER}; that a code was made is logged`,
};

/** What hears of events and writes no audit event, and why. */
export const QUIET_CONSUMERS: Readonly<Record<string, string>> = {
  'forget-access': COPIES,
  'payment-cache': COPIES,
  'tell-lookups': COPIES,
  'tell-risk': COPIES,
  'tell-settings': COPIES,
  'give-back-spending': 'what somebody may spend follows from what was called off, which is logged',
  'send-message': 'sends what was queued; what it is about is logged where it happened',
  'send-password-reset': 'a token that is good for minutes; that it was asked for, and what came of it, is logged',
};

/** What runs as long as the process and writes no audit event, by its class, and why. */
export const QUIET_LOOPS: Readonly<Record<string, string>> = {
  KeyRing: 'reads which keys there are',
  KeyUses: 'when a key was used last, to the minute; what it was used for is logged',
  Mirrors: 'reads copies',
  OutboxRelay: 'calls those who hear of events: above',
  RelayAudit: 'brings the events to the log',
  SealEntries: 'hashes of the books; append-only',
};
