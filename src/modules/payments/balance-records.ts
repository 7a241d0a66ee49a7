import { Injectable, Logger } from '@nestjs/common';
import { Ledger } from '../../ledger/index.ts';
import { audit } from '../../platform/audit/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { BalanceChangesRepository } from './balance-changes.repository.ts';
import { PaymentInquiries } from './payment-inquiries.repository.ts';
import type { BalanceChange } from './provider-account.ts';

/** Says that a refund failed after it had succeeded. */
const REFUND_FAILED = 'refund_failure';

/** What happened to our balance at a provider, and how far that was read. */
@Injectable()
export class BalanceRecords {
  private readonly logger = new Logger(BalanceRecords.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly changes: BalanceChangesRepository,
    private readonly inquiries: PaymentInquiries,
    private readonly ledger: Ledger,
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

  // Once: posts its fee, and brings the inquiries forward about what it shows to have happened.
  private async record(provider: string, change: BalanceChange): Promise<void> {
    const { reference, feeMinor: fee, currency, subject, type, paymentId } = change;
    const posts = fee !== 0n && (await this.keepsBooksIn(currency, reference));
    const feeTransferId = posts ? this.ledger.newTransferId() : null;
    await this.transactions.run(async (tx) => {
      const isNew = await this.changes.insert(tx, provider, change, feeTransferId);
      if (!isNew) return;
      await record(tx, change, feeTransferId);
      if (feeTransferId !== null) await this.post(tx, provider, change, feeTransferId);
      if (subject) await this.inquiries.hear(tx, provider, subject);
      if (type === REFUND_FAILED && paymentId !== undefined) await this.inquiries.ofRefunds(tx, paymentId);
    });
  }

  // Dr provider-fee, Cr provider-clearing; the other way round for one that is given back.
  private async post(tx: Tx, provider: string, change: BalanceChange, id: string): Promise<void> {
    const { feeMinor: fee, currency } = change;
    const fees = await this.ledger.openAccount(tx, 'provider-fee', currency);
    const clearing = await this.ledger.openAccount(tx, 'provider-clearing', currency, { name: provider, id: null });
    const parties =
      fee > 0n
        ? { debit: fees.id, credit: clearing.id, amount: fee }
        : { debit: clearing.id, credit: fees.id, amount: -fee };
    const metadata = { change: change.reference, paymentId: change.paymentId };
    await this.ledger.demand(tx, [{ op: 'transfer', id, kind: 'provider-fee', ...parties, asset: currency, metadata }]);
  }

  private async keepsBooksIn(currency: string, reference: string): Promise<boolean> {
    if (await this.ledger.supports(currency)) return true;
    this.logger.error(`the fee of ${reference} is in ${currency}, which the books do not have: it is not posted`);
    return false;
  }
}

function record(tx: Tx, change: BalanceChange, feeTransferId: string | null): Promise<void> {
  const { reference: subjectId, type, amountMinor, feeMinor, currency, paymentId } = change;
  const after = { type, amountMinor, feeMinor, currency, paymentId };
  const transactionId = feeTransferId ?? paymentId;
  return audit.record(tx, { service: 'payments', action: 'provider_balance.changed', subjectId, transactionId, after });
}
