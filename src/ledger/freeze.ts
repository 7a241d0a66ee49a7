export const FREEZE_STATUSES = ['active', 'released'] as const;

export type FreezeStatus = (typeof FREEZE_STATUSES)[number];

/** Money of an account, or all of it, that may not leave. Amounts are minor units. */
export interface Freeze {
  readonly id: string;
  readonly accountId: string;
  /** Null is the whole account: nothing may leave it. */
  readonly amount: bigint | null;
  readonly released: bigint;
  readonly status: FreezeStatus;
  readonly reason: string | null;
  readonly initiatorId: string | null;
  readonly createdAt: Date;
  readonly releasedAt: Date | null;
}
