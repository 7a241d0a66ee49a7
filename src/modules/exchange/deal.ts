import { MAX_AMOUNT } from '../../ledger/core/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { boughtFor, soldFor, type Price } from './price.ts';

/** What somebody wants to exchange: one of the two amounts is said, in minor units, and the other follows from the price. */
export interface WantedDeal {
  readonly sellCurrency: string;
  readonly buyCurrency: string;
  readonly said: 'sell' | 'buy';
  readonly amount: bigint;
}

export interface DealAmounts {
  readonly sellAmount: bigint;
  readonly buyAmount: bigint;
}

/** Both amounts of a deal. Refuses `amount_invalid` when nothing would be bought, and when one is more than the ledger moves. */
export function amountsOf({ said, amount }: Pick<WantedDeal, 'said' | 'amount'>, price: Price): DealAmounts {
  const sellAmount = said === 'sell' ? amount : soldFor(amount, price);
  const buyAmount = said === 'buy' ? amount : boughtFor(amount, price);
  if (buyAmount < 1n) throw refuse('amount_invalid', 'This would buy less than the smallest unit');
  if (sellAmount > MAX_AMOUNT || buyAmount > MAX_AMOUNT) {
    throw refuse('amount_invalid', `Neither amount may be more than ${MAX_AMOUNT} minor units`);
  }
  return { sellAmount, buyAmount };
}
