/** Something that was committed. */
export interface OutboxEvent {
  /** UUIDv7. The same on every delivery of the same event: deduplicate by it. */
  readonly id: string;
  /** Noun and past participle: `order.redeemed`. */
  readonly type: string;
  readonly aggregateId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
}

/** What a use case announces. The payload must be JSON: amounts as safe integers, times as strings. */
export interface NewOutboxEvent {
  readonly type: string;
  readonly aggregateId: string;
  readonly payload: object;
}
