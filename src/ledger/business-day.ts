/** A day that is closed: nothing takes effect before `closedThrough` any more. */
export interface BusinessDay {
  /** YYYY-MM-DD, in UTC. */
  readonly day: string;
  readonly closedThrough: Date;
  readonly closedBy: string;
  readonly closedAt: Date;
}
