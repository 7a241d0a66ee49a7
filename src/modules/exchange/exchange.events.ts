import type { NewOutboxEvent } from '../../platform/events/index.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { Exchange } from './exchange.ts';
import type { Rate } from './rate.ts';

/** The fact that money was exchanged. */
export function exchangeCompleted({ id, userId, quote, sellTransferId, buyTransferId }: Exchange): NewOutboxEvent {
  const { sellCurrency, buyCurrency, rate } = quote;
  const amounts = { sellAmount: onWire(quote.sellAmount), buyAmount: onWire(quote.buyAmount) };
  const deal = { quoteId: quote.id, sellCurrency, buyCurrency, ...amounts, rate };
  const payload = { exchangeId: id, userId, ...deal, sellTransferId, buyTransferId };
  return { type: 'exchange.completed', aggregateId: id, payload };
}

/** The fact that a pair has another rate. */
export function rateSet(pair: string, rate: Rate, outOfBand: boolean): NewOutboxEvent {
  const { id, base, quote, rate: perUnit, spreadBasisPoints, validForSeconds, setBy } = rate;
  const payload = {
    rateId: id.toString(),
    base,
    quote,
    rate: perUnit,
    spreadBasisPoints,
    validForSeconds,
    setBy,
    outOfBand,
  };
  return { type: 'fx.rate_set', aggregateId: pair, payload };
}
