/** Something that happened, as a use case says it. Secrets and persons' data in `before` and `after` are masked by their names. */
export interface AuditedChange {
  /** The module that did it. */
  readonly service: string;
  /** Noun and past participle: `wallet.closed`. */
  readonly action: string;
  /** Whom or what it happened to. */
  readonly subjectId: string;
  /** The ledger's transfer, or the payment, that it made or was about. */
  readonly transactionId?: string;
  /** Who did it, where the request cannot say: who signs in. */
  readonly userId?: string;
  readonly reason?: string;
  readonly before?: object;
  readonly after?: object;
}
