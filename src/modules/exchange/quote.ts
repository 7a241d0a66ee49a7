import { refuse } from '../../shared/refusal.ts';
import { assertTransitions } from '../../shared/transitions.ts';

/** A price that is kept for its owner for a moment. Amounts are minor units. */
export interface Quote {
  readonly id: string;
  readonly userId: string;
  /** The rate that it was made from. */
  readonly rateId: bigint;
  readonly sellCurrency: string;
  readonly buyCurrency: string;
  readonly sellAmount: bigint;
  readonly buyAmount: bigint;
  /** Units of the bought currency for one unit of the sold, our spread included: to be shown. The amounts are what counts. */
  readonly rate: string;
  readonly spreadBasisPoints: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

export type QuoteStatus = 'open' | 'used' | 'expired';

/** The life of a quote: from each status, those it may move to. */
const QUOTE_TRANSITIONS: Readonly<Record<QuoteStatus, readonly QuoteStatus[]>> = {
  open: ['used', 'expired'],
  used: [],
  expired: [],
};

/** Checked at boot. */
export function assertQuoteTransitions(): void {
  assertTransitions(QUOTE_TRANSITIONS, 'open', ['used', 'expired']);
}

/** What the quote is at a moment: expired from its exact time on, though nobody writes that down. */
export function statusAt({ usedAt, expiresAt }: Pick<Quote, 'usedAt' | 'expiresAt'>, at: Date): QuoteStatus {
  if (usedAt !== null) return 'used';
  return at.getTime() >= expiresAt.getTime() ? 'expired' : 'open';
}

/** Refuses `quote_used` and `quote_expired`. */
export function demandUsable(quote: Pick<Quote, 'usedAt' | 'expiresAt'>, at: Date): void {
  const status = statusAt(quote, at);
  if (QUOTE_TRANSITIONS[status].includes('used')) return;
  throw refuse(status === 'used' ? 'quote_used' : 'quote_expired');
}
