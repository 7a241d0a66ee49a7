/** The life of a payout to our bank. Checked at boot. A bank may send back what was paid. */
export const PAYOUT_TRANSITIONS = {
  pending: ['in_transit', 'paid', 'failed', 'canceled'],
  in_transit: ['paid', 'failed', 'canceled'],
  paid: ['returned'],
  failed: [],
  canceled: [],
  returned: [],
} as const satisfies Record<string, readonly string[]>;

export type PayoutStatus = keyof typeof PAYOUT_TRANSITIONS;

export const PAYOUT_STATUSES = Object.keys(PAYOUT_TRANSITIONS) as PayoutStatus[];
export const INITIAL_PAYOUT_STATUS: PayoutStatus = 'pending';
export const TERMINAL_PAYOUT_STATUSES: readonly PayoutStatus[] = ['failed', 'canceled', 'returned'];

/** Where the money of a payout is. */
export type PayoutMoney = 'provider' | 'under_way' | 'bank';

const MONEY: Readonly<Record<PayoutStatus, PayoutMoney>> = {
  pending: 'under_way',
  in_transit: 'under_way',
  paid: 'bank',
  failed: 'provider',
  canceled: 'provider',
  returned: 'provider',
};

/** What a provider paid out to our bank. The amount is in minor units, negative when it was taken from there. */
export interface Payout {
  readonly id: string;
  readonly provider: string;
  readonly reference: string;
  readonly status: PayoutStatus;
  readonly amount: bigint;
  readonly currency: string;
  readonly destination: string;
  readonly failureCode: string | null;
  readonly arrivesAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export function payoutMoneyAt(status: PayoutStatus): PayoutMoney {
  return MONEY[status];
}

/** Whether the provider is not asked about it any more, unless something is heard of it. */
export function isArrived(status: PayoutStatus): boolean {
  return MONEY[status] !== 'under_way';
}

/** What a status of the provider's makes of a payout; undefined when that is no news, or cannot be. */
export function nextPayoutStatus(
  from: PayoutStatus,
  told: Exclude<PayoutStatus, 'returned'>,
): PayoutStatus | undefined {
  const to = from === 'paid' && told !== 'paid' && payoutMoneyAt(told) === 'provider' ? 'returned' : told;
  const targets: readonly PayoutStatus[] = PAYOUT_TRANSITIONS[from];
  return targets.includes(to) ? to : undefined;
}
