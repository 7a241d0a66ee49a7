const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;

export interface Retention {
  readonly store: 'postgresql' | 'dynamodb' | 'redis';
  /** Its table, or what its keys begin with. */
  readonly where: string;
  /** For how long it is kept after it was of use last. */
  readonly keptMs: number;
  /** What lets go of it: the job of this name, DynamoDB's time to live, or Redis' expiry. */
  readonly by: { readonly job: string } | 'time to live' | 'expiry';
  /** Whether a legal hold on the person keeps it beyond its time; if not, why not. */
  readonly held: true | string;
}

const COPY = 'a copy of what is kept elsewhere';
const OF_A_MOMENT = 'it lives no longer than what it is for';
const NOBODYS = "it is nobody's";

/**
 * For how long what does not stay is kept. The code that deletes or expires takes its time from here, and a test compares this with the
 * tables, the jobs and the caches. What is not here stays until its person is forgotten, or for good. Entries of the ledger leave by whole
 * months, detached and not dropped, after as many as the operator says (`LEDGER_RETENTION_MONTHS`); sessions live as long as refresh tokens
 * (`REFRESH_TOKEN_SECONDS`), and that one ended is known as long as its access tokens last.
 */
export const RETENTION = {
  closedAccount: { store: 'postgresql', where: 'app_user', keptMs: 90 * DAY_MS, by: { job: 'erasures' }, held: true },
  apiKey: { store: 'postgresql', where: 'api_key', keptMs: 90 * DAY_MS, by: { job: 'api-key-cleanup' }, held: true },
  unusedQuote: {
    store: 'postgresql',
    where: 'fx_quote',
    keptMs: 7 * DAY_MS,
    by: { job: 'delete-unused-quotes' },
    held: true,
  },
  idempotencyClaim: {
    ...{ store: 'postgresql', where: 'idempotency_claim', keptMs: DAY_MS, by: { job: 'idempotency-claim-cleanup' } },
    held: NOBODYS,
  },
  providerEvent: {
    ...{ store: 'postgresql', where: 'provider_event', keptMs: 30 * DAY_MS, by: { job: 'provider-event-cleanup' } },
    held: NOBODYS,
  },
  publishedEvent: {
    ...{ store: 'postgresql', where: 'outbox_event', keptMs: 7 * DAY_MS, by: { job: 'outbox-cleanup' } },
    held: COPY,
  },
  jobRun: {
    store: 'postgresql',
    where: 'job_run',
    keptMs: 30 * DAY_MS,
    by: { job: 'job-history-cleanup' },
    held: NOBODYS,
  },
  idleJobRun: {
    store: 'postgresql',
    where: 'job_run',
    keptMs: DAY_MS,
    by: { job: 'job-history-cleanup' },
    held: NOBODYS,
  },
  rowHistory: {
    ...{ store: 'postgresql', where: 'row_change', keptMs: 2 * YEAR_MS, by: { job: 'row-history-cleanup' } },
    held: true,
  },
  unscannedCode: {
    ...{ store: 'postgresql', where: 'redemption', keptMs: 30 * DAY_MS, by: { job: 'redemption-cleanup' } },
    held: true,
  },
  riskDecision: {
    ...{ store: 'postgresql', where: 'risk_decision', keptMs: 5 * YEAR_MS, by: { job: 'risk-decision-cleanup' } },
    held: true,
  },

  answeredRequest: { store: 'dynamodb', where: 'idempotency', keptMs: DAY_MS, by: 'time to live', held: COPY },
  fraudSignals: {
    store: 'dynamodb',
    where: 'fraud-signals',
    keptMs: 90 * DAY_MS,
    by: 'time to live',
    held: OF_A_MOMENT,
  },
  signInTries: { store: 'dynamodb', where: 'sign-in-tries', keptMs: 2 * DAY_MS, by: 'time to live', held: OF_A_MOMENT },
  presence: { store: 'dynamodb', where: 'presence', keptMs: 4 * HOUR_MS, by: 'time to live', held: OF_A_MOMENT },

  access: { store: 'redis', where: 'cache:{session:', keptMs: HOUR_MS, by: 'expiry', held: COPY },
  rolePermissions: { store: 'redis', where: 'cache:{roles}', keptMs: 5 * MINUTE_MS, by: 'expiry', held: COPY },
  settings: { store: 'redis', where: 'cache:{settings}', keptMs: 5 * MINUTE_MS, by: 'expiry', held: COPY },
  payment: { store: 'redis', where: 'cache:{txn:', keptMs: 30 * MINUTE_MS, by: 'expiry', held: COPY },
  nearbyVenues: { store: 'redis', where: 'cache:{venues}', keptMs: 5 * MINUTE_MS, by: 'expiry', held: COPY },
  menu: { store: 'redis', where: 'cache:{menus}', keptMs: 5 * MINUTE_MS, by: 'expiry', held: COPY },
  rateLimit: { store: 'redis', where: 'rate_limit:', keptMs: MINUTE_MS, by: 'expiry', held: OF_A_MOMENT },
} as const satisfies Record<string, Retention>;

/** Whole seconds, for stores that count in them. */
export function keptSeconds(name: keyof typeof RETENTION): number {
  return RETENTION[name].keptMs / 1_000;
}
