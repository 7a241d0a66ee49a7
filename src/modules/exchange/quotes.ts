import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { Settings } from '../settings/index.ts';
import { demandUsable, statusAt, type Quote, type QuoteStatus } from './quote.ts';
import { QuotesRepository } from './quotes.repository.ts';

export type PricedDeal = Omit<Quote, 'id' | 'createdAt' | 'expiresAt' | 'usedAt'>;

/** Quotes: each is kept for its owner for a moment, and used at most once. */
@Injectable()
export class Quotes {
  constructor(
    private readonly repository: QuotesRepository,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly settings: Settings,
  ) {}

  /** Keeps the price from `at` on. */
  async keep(tx: Tx, deal: PricedDeal, at: Date): Promise<Quote> {
    const expiresAt = new Date(at.getTime() + this.settings.get('exchange.quote_seconds') * 1_000);
    const quote = { ...deal, id: this.ids.next(), createdAt: at, expiresAt, usedAt: null };
    await this.repository.insert(tx, quote);
    return quote;
  }

  /** The user's own quote, and what it is now. Refuses `not_found`, also when it is somebody else's. */
  async own(userId: string, id: string): Promise<{ quote: Quote; status: QuoteStatus }> {
    const quote = await this.repository.findOwn(userId, id);
    if (!quote) throw refuse('not_found', 'There is no such quote');
    return { quote, status: statusAt(quote, this.clock.now()) };
  }

  /**
   * Uses the user's own quote up. Of several who try at once, the first to lock it does; time is looked at under the lock.
   * Refuses `not_found`, `quote_used` and `quote_expired`.
   */
  async use(tx: Tx, userId: string, id: string): Promise<Quote & { usedAt: Date }> {
    const quote = await this.repository.lockOwn(tx, userId, id);
    if (!quote) throw refuse('not_found', 'There is no such quote');
    const usedAt = this.clock.now();
    demandUsable(quote, usedAt);
    await this.repository.markUsed(tx, id, usedAt);
    return { ...quote, usedAt };
  }
}
