/** What a key did, as the record says it. Times are in milliseconds but for `expiresAt`, which DynamoDB's TTL reads in seconds. */
export interface IdempotencyRecord {
  readonly scope: string;
  readonly principalKey: string;
  readonly route: string;
  readonly fingerprint: string;
  readonly state: 'in_progress' | 'completed';
  readonly fencingToken: string;
  readonly createdAtMs: number;
  readonly leaseExpiresAtMs: number;
  readonly expiresAt: number;
  readonly statusCode?: number;
  readonly contentType?: string;
  /** The answer's body as it was sent; absent when it was too large to keep. */
  readonly body?: string;
  readonly resourceId?: string;
}

export type NewRecord = Pick<IdempotencyRecord, 'scope' | 'principalKey' | 'route' | 'fingerprint'>;
export type Completion = Pick<IdempotencyRecord, 'statusCode' | 'contentType' | 'body' | 'resourceId'>;

export type Decision =
  | { readonly kind: 'begun' }
  | { readonly kind: 'replay'; readonly record: IdempotencyRecord }
  | { readonly kind: 'reused' }
  | { readonly kind: 'in_progress' };

/** What an earlier record means for a request that could not begin because of it. */
export function decide(earlier: IdempotencyRecord, fingerprint: string): Decision {
  if (earlier.fingerprint !== fingerprint) return { kind: 'reused' };
  return earlier.state === 'completed' ? { kind: 'replay', record: earlier } : { kind: 'in_progress' };
}

const STORED_REFUSALS = new Set([409, 422]);

/** Whether an answer is the request's outcome, and is given again; any other answer leaves the key free for a new try. */
export function isOutcome(statusCode: number): boolean {
  return (statusCode >= 200 && statusCode < 300) || STORED_REFUSALS.has(statusCode);
}
