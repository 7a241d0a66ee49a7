/** Cards, by themselves or behind a wallet; bank accounts arrive with their provider. */
export const PAYMENT_METHOD_TYPES = ['card', 'apple_pay', 'google_pay'] as const;
export type PaymentMethodType = (typeof PAYMENT_METHOD_TYPES)[number];

/** Announced when a method was removed. */
export const METHOD_REMOVED = 'payment_method.removed';

/** How many methods one person may keep. */
export const MAX_PAYMENT_METHODS = 20;

/** What may be shown of a card. The provider says it; we never see the number. */
export interface CardDetails {
  readonly brand: string | null;
  readonly lastFour: string | null;
  /** `YYYY-MM`. */
  readonly expiryDate: string | null;
}

/** A way to pay. Its token is not here: it is opened only to be handed to the provider. */
export interface PaymentMethod extends CardDetails {
  readonly id: string;
  readonly userId: string;
  readonly type: PaymentMethodType;
  readonly provider: string;
  readonly isDefault: boolean;
  readonly createdAt: Date;
}

/** Whether a new method becomes the one that is used when none is named: when asked for, and when it is the only one. */
export function becomesDefault(alreadyThere: number, makeDefault: boolean): boolean {
  return makeDefault || alreadyThere === 0;
}
