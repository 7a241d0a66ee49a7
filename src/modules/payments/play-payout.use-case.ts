import { Injectable } from '@nestjs/common';
import { Ledger } from '../../ledger/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { SandboxAccountRepository } from './sandbox-account.repository.ts';

const ARRIVES_AFTER_MS = 60_000;
const RETURNS_AFTER_MS = 10 * 60_000;

export const PAYOUT_PLAYS = ['paid', 'failed', 'returned'] as const;
export type PayoutPlay = (typeof PAYOUT_PLAYS)[number];

export interface PlayedPayout {
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  readonly outcome: PayoutPlay;
}

/** Plays a provider that pays out to our bank. We hear of it as of a real one's. Refuses `currency_not_supported`. */
@Injectable()
export class PlayPayout {
  constructor(
    private readonly books: SandboxAccountRepository,
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Returns the sandbox's name for it. */
  async execute({ amount, currency, outcome }: PlayedPayout): Promise<string> {
    if (!(await this.ledger.supports(currency))) throw refuse('currency_not_supported');
    const reference = `po_${this.ids.next()}`;
    const arrivesAt = outcome === 'failed' ? null : this.after(ARRIVES_AFTER_MS);
    const failsAt = outcome === 'paid' ? null : this.after(outcome === 'failed' ? ARRIVES_AFTER_MS : RETURNS_AFTER_MS);
    await this.books.payOut({ reference, amount, currency, arrivesAt, failsAt });
    return reference;
  }

  private after(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() + milliseconds);
  }
}
