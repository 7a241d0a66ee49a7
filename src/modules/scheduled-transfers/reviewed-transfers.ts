import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventHandlers, type OutboxEvent } from '../../platform/events/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { REVIEW_DECIDED } from '../risk/index.ts';
import { ScheduledTransfers } from './scheduled-transfers.ts';

/** Hears what came of a review: a scheduled transfer that waits for it is due again, or refused. Heard twice it is done once. */
@Injectable()
export class ReviewedTransfers implements OnModuleInit {
  constructor(
    private readonly handlers: EventHandlers,
    private readonly transactions: Transactions,
    private readonly scheduled: ScheduledTransfers,
  ) {}

  onModuleInit(): void {
    this.handlers.on(REVIEW_DECIDED, 'scheduled-transfers', (event) => this.decided(event));
  }

  private async decided({ payload }: OutboxEvent): Promise<void> {
    const { decisionId, status } = payload;
    if (typeof decisionId !== 'string') return;
    await this.transactions.run((tx) => this.scheduled.reviewed(tx, decisionId, status === 'approved'));
  }
}
