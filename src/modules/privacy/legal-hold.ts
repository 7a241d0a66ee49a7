/** What is known of a person is kept as it is, whatever would otherwise become of it. */
export interface LegalHold {
  readonly id: string;
  readonly userId: string;
  readonly reason: string;
  readonly placedBy: string;
  readonly placedAt: Date;
  readonly releasedBy: string | null;
  readonly releasedAt: Date | null;
  readonly releaseReason: string | null;
}
