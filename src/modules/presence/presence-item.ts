import { type Presence, PRESENCE_MS } from './presence.ts';

/**
 * How long after its expiry an item that nobody removed is left to DynamoDB's own expiry. That does not change the count, so it must come long
 * after the job that removes the item together with its count.
 */
const LEFT_TO_THE_STORE_MS = 7 * 24 * 60 * 60 * 1000;

/** A presence as it is stored. */
export interface PresenceItem {
  readonly userId: string;
  readonly venueId: string;
  readonly wantsToBuy: boolean;
  readonly wantsToReceive: boolean;
  /** Epoch milliseconds. */
  readonly checkedInAt: number;
  readonly lastSeenAt: number;
  readonly revision: string;
  /** Epoch seconds. Only DynamoDB's expiry reads it. */
  readonly expiresAt: number;
}

export function toItem(presence: Presence): PresenceItem {
  const lastSeenAt = presence.lastSeenAt.getTime();
  const { userId, venueId, wantsToBuy, wantsToReceive, revision } = presence;
  const times = { checkedInAt: presence.checkedInAt.getTime(), lastSeenAt, expiresAt: storeExpiry(lastSeenAt) };
  return { userId, venueId, wantsToBuy, wantsToReceive, revision, ...times };
}

export function fromItem(item: PresenceItem): Presence {
  const { userId, venueId, wantsToBuy, wantsToReceive, revision } = item;
  const times = { checkedInAt: new Date(item.checkedInAt), lastSeenAt: new Date(item.lastSeenAt) };
  return { userId, venueId, wantsToBuy, wantsToReceive, revision, ...times };
}

export function storeExpiry(lastSeenAtMs: number): number {
  return Math.ceil((lastSeenAtMs + PRESENCE_MS + LEFT_TO_THE_STORE_MS) / 1000);
}
