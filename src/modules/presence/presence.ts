import { RETENTION } from '../../shared/retention.ts';

/** A person who was not heard of for this long is gone. */
export const PRESENCE_MS = RETENTION.presence.keptMs;

/** Where a person is, and what for. A person is at one venue at most. */
export interface Presence {
  readonly userId: string;
  readonly venueId: string;
  readonly wantsToBuy: boolean;
  readonly wantsToReceive: boolean;
  readonly checkedInAt: Date;
  readonly lastSeenAt: Date;
  /** Another with each write: a write names the one that it read, so that nothing written meanwhile is lost. */
  readonly revision: string;
}

export function expiresAt(presence: Presence): Date {
  return new Date(presence.lastSeenAt.getTime() + PRESENCE_MS);
}

/** Who was last seen at this time or before is gone at `now`. */
export function goneSince(now: Date): Date {
  return new Date(now.getTime() - PRESENCE_MS);
}

export function isHere(presence: Presence, now: Date): boolean {
  return presence.lastSeenAt.getTime() > goneSince(now).getTime();
}
