import type { Quote } from './quote.ts';

/** What was exchanged: the quote that was used, and the two transfers that it became. */
export interface Exchange {
  readonly id: string;
  readonly userId: string;
  readonly quote: Quote;
  readonly fromWalletId: string;
  readonly toWalletId: string;
  readonly sellTransferId: string;
  readonly buyTransferId: string;
  readonly createdAt: Date;
}
