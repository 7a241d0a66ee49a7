import { Injectable } from '@nestjs/common';
import { BusinessDaysRepository, type BusinessDay } from '../../ledger/index.ts';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';
import { earliestFirstDay, endOfDay } from './business-day.ts';

/**
 * Closes a day of the books: nothing can be backdated into it any more. Days close in order; the first may not be before the books began. A day
 * that is closed stays as it is, so that closing it again is harmless. Refuses `business_day_not_over` and `business_day_out_of_order`.
 */
@Injectable()
export class CloseBusinessDay {
  constructor(
    private readonly days: BusinessDaysRepository,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  execute(closerId: string, day: string): Promise<BusinessDay> {
    const now = this.clock.now();
    const closing = { day, closedThrough: endOfDay(day, now), closedBy: closerId, closedAt: now };
    return this.transactions.run(async (tx) => {
      const first = await this.days.beforeFirst(tx);
      if (first && day < earliestFirstDay(first.since, now))
        throw refuse('business_day_out_of_order', 'The books began later');
      const closed = await this.days.close(tx, closing);
      if (!closed) return (await this.days.find(day, tx)) ?? outOfOrder();
      const payload = { day, closedThrough: closing.closedThrough.toISOString(), closedBy: closerId };
      const event = { type: 'ledger.business-day-closed', aggregateId: day, payload };
      await this.outbox.append(tx, event);
      await audit.announced(tx, 'books', [event]);
      return closing;
    });
  }
}

function outOfOrder(): never {
  throw refuse('business_day_out_of_order');
}
