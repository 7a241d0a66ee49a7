/** A change of our balance at a provider, as it was recorded. Amounts in minor units. */
export interface RecordedChange {
  readonly provider: string;
  readonly reference: string;
  readonly type: string;
  readonly paymentId: string | null;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly currency: string;
  /** The transfer that booked the fee. */
  readonly feeTransferId: string | null;
  readonly occurredAt: Date;
}
