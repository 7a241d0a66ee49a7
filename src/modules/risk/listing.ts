import type { Listed } from './condition.ts';
import type { Movement } from './movement.ts';
import { canonicalAddress } from './network-address.ts';

/** What a listing does: block refuses all of it at once; watch does nothing by itself, and rules may ask for it. */
export const EFFECTS = ['block', 'watch'] as const;
export type Effect = (typeof EFFECTS)[number];

/** Every process keeps a copy of all that are in force. */
export const MAX_LISTINGS = 10_000;

/** Somebody or something on a list: a person's id, a wallet's or person's id that is paid, a device's hash, a network address. */
export interface Listing {
  readonly id: string;
  readonly kind: Listed;
  readonly value: string;
  readonly effect: Effect;
  readonly reason: string;
  readonly addedBy: string;
  readonly addedAt: Date;
  readonly removedReason: string | null;
  readonly removedBy: string | null;
  readonly removedAt: Date | null;
}

/** Those in force, by kind and value. */
export type Listings = ReadonlyMap<string, Effect>;

const listingKey = (kind: Listed, value: string): string => `${kind}:${value}`;

/** A value as it is compared. */
export function comparable(kind: Listed | undefined, value: string): string {
  return kind === 'address' || kind === undefined ? canonicalAddress(value.toLowerCase()) : value.toLowerCase();
}

/** Of two that are the same when they are compared, the one that blocks counts. */
export function listingsOf(listings: readonly Pick<Listing, 'kind' | 'value' | 'effect'>[]): Listings {
  const blockedLast = [...listings].sort(
    (one, other) => Number(one.effect === 'block') - Number(other.effect === 'block'),
  );
  return new Map(blockedLast.map(({ kind, value, effect }) => [listingKey(kind, comparable(kind, value)), effect]));
}

/** Which names of a movement are on a list, and which of those are blocked. */
export function listedOf(listings: Listings, { userId, parts, device, address }: Movement) {
  const listed = new Set<Listed>();
  const blocked = new Set<Listed>();
  if (listings.size === 0) return { listed, blocked };
  const look = (kind: Listed, value: string | undefined): void => {
    const effect = value === undefined ? undefined : listings.get(listingKey(kind, value));
    if (effect !== undefined) listed.add(kind);
    if (effect === 'block') blocked.add(kind);
  };
  look('person', userId);
  look('device', device);
  look('address', address);
  for (const { payee } of parts) look('payee', payee);
  return { listed, blocked };
}
