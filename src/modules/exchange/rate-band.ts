import { refuse } from '../../shared/refusal.ts';
import { parseDecimal, type Fraction, type MarketRate } from './price.ts';
import type { NewRate, Rate } from './rate.ts';

/** How many times the smaller of two rates the larger may be, in percent, for one person to set it. */
const BAND_PERCENT = 120n;

/**
 * A rate may leave the band around the pair's last one only when somebody else than who set that one says that it is meant to.
 * Refuses `rate_out_of_band`.
 */
export function demandInBand(last: Rate | undefined, next: NewRate, outOfBand: boolean): void {
  if (last === undefined || isInBand(last, next)) return;
  if (outOfBand && last.setBy !== next.setBy) return;
  throw refuse(
    'rate_out_of_band',
    'Too far from the last rate: somebody else than who set that one must set it, out of band',
  );
}

/** Exact, and the same whichever way round either of the two was given. */
function isInBand(last: MarketRate, next: MarketRate): boolean {
  const [one, other] = [parseDecimal(last.rate), parseDecimal(next.rate)];
  const turned = last.base === next.base ? one : { numerator: one.denominator, denominator: one.numerator };
  return isAtMost(turned, other) && isAtMost(other, turned);
}

function isAtMost(one: Fraction, other: Fraction): boolean {
  return one.numerator * other.denominator * 100n <= other.numerator * one.denominator * BAND_PERCENT;
}
