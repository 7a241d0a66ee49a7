import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { type Refusal, refuse } from '../../shared/refusal.ts';
import { ClosingHindrances } from '../users/index.ts';
import { DisputesRepository } from './disputes.repository.ts';
import { PaymentsRepository } from './payments.repository.ts';
import { RefundsRepository } from './refunds.repository.ts';

/**
 * Who waits for a provider's word on a payment or a refund, or for a bank's decision, does not close their account: what it says would
 * find nobody to give to, or to take from.
 */
@Injectable()
export class AccountClosing implements OnModuleInit {
  constructor(
    private readonly hindrances: ClosingHindrances,
    private readonly payments: PaymentsRepository,
    private readonly refunds: RefundsRepository,
    private readonly disputes: DisputesRepository,
  ) {}

  onModuleInit(): void {
    this.hindrances.register((tx, userId) => this.hindrance(tx, userId));
  }

  private async hindrance(tx: Tx, userId: string): Promise<Refusal | undefined> {
    if (await this.payments.hasUnresolved(tx, userId)) return open('a payment');
    if (await this.refunds.hasUnsettled(tx, userId)) return open('a refund');
    if (await this.disputes.hasOpen(tx, userId)) return refuse('dispute_open');
    return undefined;
  }
}

function open(what: string): Refusal {
  return refuse('obligation_open', `There is still ${what} that is not settled`);
}
