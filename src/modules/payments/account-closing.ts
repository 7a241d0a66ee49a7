import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ClosingHindrances } from '../users/index.ts';
import { DisputesRepository } from './disputes.repository.ts';

/** Who waits for a bank's decision does not close their account: what it decides would find nobody to give to, or to take from. */
@Injectable()
export class AccountClosing implements OnModuleInit {
  constructor(
    private readonly hindrances: ClosingHindrances,
    private readonly disputes: DisputesRepository,
  ) {}

  onModuleInit(): void {
    this.hindrances.register(async (tx, userId) =>
      (await this.disputes.hasOpen(tx, userId)) ? 'dispute_open' : undefined,
    );
  }
}
