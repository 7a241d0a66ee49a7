import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Ledger } from '../../ledger/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import { nextPayoutStatus, payoutMoneyAt, type Payout, type PayoutMoney } from './payout.ts';
import { PayoutsRepository } from './payouts.repository.ts';
import type { PayoutReport } from './provider-account.ts';

type Way = readonly [from: PayoutMoney, to: PayoutMoney];

/**
 * Records how a payout stands, as its provider said, with its money: out of what the provider owes us when it leaves, into our
 * bank when it is paid, and back when it fails or the bank returns it. Said twice, or in another order, it is done once.
 */
@Injectable()
export class RecordPayout {
  constructor(
    private readonly transactions: Transactions,
    private readonly payouts: PayoutsRepository,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
  ) {}

  execute(provider: string, report: PayoutReport): Promise<Payout> {
    return this.transactions.run(async (tx) => {
      const { payout, isNew } = await this.payouts.lockNamed(tx, provider, report);
      if (isNew) return this.moved(tx, payout, ['provider', payoutMoneyAt(payout.status)]);
      const status = nextPayoutStatus(payout.status, report.status);
      if (status === undefined) return payout;
      const failureCode = report.failureCode ?? null;
      const changed = await this.payouts.change(tx, payout.id, { status, failureCode, arrivesAt: report.arrivesAt });
      return this.moved(tx, changed, [payoutMoneyAt(payout.status), payoutMoneyAt(status)]);
    });
  }

  private async moved(tx: Tx, payout: Payout, [from, to]: Way): Promise<Payout> {
    let transferId: string | undefined;
    if (from === 'provider' && to !== 'provider') transferId = await this.leave(tx, payout, payout.amount);
    if (from === 'bank' && to !== 'bank') transferId = await this.arrive(tx, payout, -payout.amount);
    if (to === 'bank' && from !== 'bank') transferId = await this.arrive(tx, payout, payout.amount);
    if (to === 'provider' && from !== 'provider') transferId = await this.leave(tx, payout, -payout.amount);
    await this.announce(tx, payout, transferId);
    return payout;
  }

  // Dr payout-clearing, Cr provider-clearing; the other way round when the amount is negative.
  private async leave(tx: Tx, { provider, currency }: Payout, amount: bigint): Promise<string> {
    const owner = { name: provider, id: null };
    const underWay = await this.ledger.openAccount(tx, 'payout-clearing', currency, owner);
    const clearing = await this.ledger.openAccount(tx, 'provider-clearing', currency, owner);
    return this.post(tx, { kind: 'payout', debit: underWay.id, credit: clearing.id, asset: currency, amount });
  }

  // Dr bank, Cr payout-clearing; the other way round when the amount is negative.
  private async arrive(tx: Tx, { provider, currency, destination }: Payout, amount: bigint): Promise<string> {
    const underWay = await this.ledger.openAccount(tx, 'payout-clearing', currency, { name: provider, id: null });
    const bank = await this.ledger.openAccount(tx, 'bank', currency, { name: destination, id: null });
    return this.post(tx, { kind: 'payout-settlement', debit: bank.id, credit: underWay.id, asset: currency, amount });
  }

  private async post(
    tx: Tx,
    move: { kind: string; debit: string; credit: string; asset: string; amount: bigint },
  ): Promise<string> {
    const { debit, credit, amount } = move;
    const parties = amount > 0n ? { debit, credit, amount } : { debit: credit, credit: debit, amount: -amount };
    const id = this.ledger.newTransferId();
    await this.ledger.demand(tx, [{ op: 'transfer', id, ...move, ...parties }]);
    return id;
  }

  // `transferId` is the last of its transfers.
  private async announce(tx: Tx, payout: Payout, transferId: string | undefined): Promise<void> {
    const { id, provider, currency, status, failureCode, version } = payout;
    const payload = { payoutId: id, provider, amount: onWire(payout.amount), currency, status, failureCode, version };
    const event = { type: `payout.${status}`, aggregateId: id, payload };
    await this.outbox.append(tx, event);
    await audit.announced(tx, 'payments', [event], transferId);
  }
}
