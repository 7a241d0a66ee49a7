import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { BalanceChangesRepository } from './balance-changes.repository.ts';
import { BalancePostings } from './balance-postings.ts';
import type { BalanceChange } from './provider-account.ts';
import type { Booking } from './recorded-change.ts';
import { ShownByBalance } from './shown-by-balance.ts';

/** What happened to our balance at a provider, and how far that was read. */
@Injectable()
export class BalanceRecords {
  constructor(
    private readonly transactions: Transactions,
    private readonly changes: BalanceChangesRepository,
    private readonly shown: ShownByBalance,
    private readonly postings: BalancePostings,
  ) {}

  /** Up to when it was read; before the first reading, since when there are payments. Undefined when there are none. */
  readThrough(provider: string): Promise<Date | undefined> {
    return this.changes.readThrough(provider);
  }

  async advance(provider: string, readThrough: Date): Promise<void> {
    await this.transactions.run((tx) => this.changes.setReadThrough(tx, provider, readThrough));
  }

  /** Records those that are new. Returns how many there were. */
  async add(provider: string, changes: readonly BalanceChange[]): Promise<number> {
    const known = await this.changes.known(
      provider,
      changes.map(({ reference }) => reference),
    );
    for (const change of changes) if (!known.has(change.reference)) await this.record(provider, change);
    return changes.length - known.size;
  }

  // Once: posts its fee and its conversion, and brings the inquiries forward about what it shows to have happened.
  private async record(provider: string, change: BalanceChange): Promise<void> {
    const booking = await this.postings.plan(change);
    await this.transactions.run(async (tx) => {
      const isNew = await this.changes.insert(tx, provider, change, booking);
      if (!isNew) return;
      await record(tx, change, booking);
      await this.postings.post(tx, provider, change, booking);
      await this.shown.hear(tx, provider, change);
    });
  }
}

function record(tx: Tx, change: BalanceChange, { feeTransferId, conversionTransferIds }: Booking): Promise<void> {
  const { reference: subjectId, type, amountMinor, feeMinor, currency, paymentId, conversion } = change;
  const after = { type, amountMinor, feeMinor, currency, paymentId, conversion };
  const transactionId = feeTransferId ?? conversionTransferIds[0] ?? paymentId;
  return audit.record(tx, { service: 'payments', action: 'provider_balance.changed', subjectId, transactionId, after });
}
