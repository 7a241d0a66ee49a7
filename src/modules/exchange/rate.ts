import type { MarketRate } from './price.ts';

/** A rate as somebody set it. It is never changed: a newer one takes its place, for both directions of its pair. */
export interface Rate extends MarketRate {
  /** Grows with each rate that is set. */
  readonly id: bigint;
  /** For how long it may be used, if that is less than the longest we allow. */
  readonly validForSeconds: number | null;
  readonly setBy: string;
  readonly createdAt: Date;
}

export type NewRate = Omit<Rate, 'id'>;

/** A rate that says from when on it is too old to be quoted. */
export type DatedRate = Rate & { readonly validUntil: Date };

/** The name of two currencies' market, the same whichever comes first. */
export function pairOf(one: string, other: string): string {
  return one < other ? `${one}-${other}` : `${other}-${one}`;
}

/** Dates a rate: it ends after its own time, and never later than the longest we allow. */
export function dated(rate: Rate, maxAgeSeconds: number): DatedRate {
  const seconds = Math.min(rate.validForSeconds ?? maxAgeSeconds, maxAgeSeconds);
  return { ...rate, validUntil: new Date(rate.createdAt.getTime() + seconds * 1_000) };
}
