/** The transfers that a change of our balance became, besides those of what it belongs to. */
export interface Booking {
  /** The transfer that booked the fee. */
  readonly feeTransferId: string | null;
  /** The transfers that booked the conversion. */
  readonly conversionTransferIds: readonly string[];
}

/** A change of our balance at a provider, as it was recorded. Amounts in minor units. */
export interface RecordedChange extends Booking {
  readonly provider: string;
  readonly reference: string;
  readonly type: string;
  readonly paymentId: string | null;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly currency: string;
  /** What was converted, negative when it left the balance; null when it was not. */
  readonly presentedAmount: bigint | null;
  readonly presentedCurrency: string | null;
  readonly exchangeRate: string | null;
  readonly occurredAt: Date;
}
