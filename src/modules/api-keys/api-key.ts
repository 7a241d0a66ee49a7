import { RETENTION } from '../../shared/retention.ts';

/** How many keys that work a person may have at once. */
export const MAX_API_KEYS = 25;
export const MAX_LIFETIME_DAYS = 365;
export const DEFAULT_LIFETIME_DAYS = 90;
/** How long the old secret may go on working after a rotation, at most. */
export const MAX_GRACE_SECONDS = 604_800;
/** How long a key that is over stays in the list of its owner. */
export const KEPT_MS = RETENTION.apiKey.keptMs;

export const API_KEY_STATUSES = ['active', 'expired', 'revoked'] as const;

export type ApiKeyStatus = (typeof API_KEY_STATUSES)[number];

/** A key by which a program asks in a person's name. Its id is public; its secret is nowhere. */
export interface ApiKey {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  /** What it may at most; at each request, what of it its owner may too. */
  readonly permissions: readonly string[];
  /** SHA-256, in base64url. */
  readonly secretHash: string;
  /** The secret before the last rotation, and until when it works. */
  readonly formerHash: string | null;
  readonly formerUntil: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly rotatedAt: Date | null;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/** A key as it is at a moment: what is over by then is gone from it. */
export interface ApiKeyView extends ApiKey {
  readonly status: ApiKeyStatus;
}

/** A key together with its text, which is shown this once. */
export interface ShownApiKey {
  readonly apiKey: ApiKeyView;
  readonly text: string;
}

export function viewOf(key: ApiKey, at: Date): ApiKeyView {
  const formerUntil = key.formerUntil !== null && key.formerUntil > at ? key.formerUntil : null;
  return { ...key, formerUntil, status: statusOf(key, at) };
}

export function statusOf({ revokedAt, expiresAt }: ApiKey, at: Date): ApiKeyStatus {
  if (revokedAt !== null) return 'revoked';
  return expiresAt <= at ? 'expired' : 'active';
}
