import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import type { RefusalCode } from '../../shared/refusal.ts';
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
    this.hindrances.register((tx, userId) => this.hindrance(tx, userId));
  }

  private async hindrance(tx: Tx, userId: string): Promise<RefusalCode | undefined> {
    const isOpen = await this.disputes.hasOpen(tx, userId);
    if (isOpen) return 'dispute_open';
    return undefined;
  }
}
