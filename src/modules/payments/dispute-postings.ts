import { Injectable } from '@nestjs/common';
import { AccountsRepository, Ledger } from '../../ledger/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Dispute, DisputeMoney } from './dispute.ts';
import type { Payment } from './payment.ts';
import { PaymentsRepository } from './payments.repository.ts';
import type { Debt, WriteOff } from './write-off.ts';

/** What is owed of a dispute, and what of that was given up. */
type Owing = Pick<Dispute, 'owed' | 'writtenOff'>;
type Way = readonly [from: DisputeMoney, to: DisputeMoney];
type Parties = readonly [debit: string, credit: string, amount: bigint];

/**
 * The money of disputes. While the bank decides it is kept apart, taken out of the wallet; what the wallet does not have, its
 * owner owes. Then it goes back to where it came from, or to the owner of the card. The payment is locked.
 */
@Injectable()
export class DisputePostings {
  constructor(
    private readonly ledger: Ledger,
    private readonly accounts: AccountsRepository,
    private readonly payments: PaymentsRepository,
    private readonly clock: Clock,
  ) {}

  /** Moves the money on; from `free` to `gone` and back by way of `kept`. Returns what is owed of it then, and written off. */
  async move(tx: Tx, payment: Payment, dispute: Dispute, [from, to]: Way): Promise<Owing> {
    const { writtenOff } = dispute;
    let { owed } = dispute;
    if (from === to) return { owed, writtenOff };
    if (from === 'free') owed = await this.keep(tx, payment, dispute);
    if (from === 'gone') await this.settle(tx, dispute, 'back');
    if (to === 'gone') await this.settle(tx, dispute, 'out');
    if (to === 'free') await this.giveBack(tx, payment, { ...dispute, owed });
    return to === 'free' ? { owed: 0n, writtenOff: 0n } : { owed, writtenOff };
  }

  /** Dr write-off, Cr receivable. */
  async writeOff(tx: Tx, { payment, dispute }: Debt, { id: writeOffId, transferId, amount, makerId }: WriteOff) {
    const loss = await this.ledger.openAccount(tx, 'write-off', dispute.currency);
    const parties: Parties = [loss.id, await this.receivable(tx, payment), amount];
    const command = this.commandOf('write-off', parties, dispute);
    const metadata = { ...command.metadata, writeOffId };
    await this.ledger.demand(tx, [{ ...command, id: transferId, initiatorId: makerId, metadata }]);
  }

  /** Whether the wallet is closed: nothing comes to it any more. One with nothing in it is closed. Call it for who has left. */
  async closesEmpty(tx: Tx, { walletId }: Payment): Promise<boolean> {
    const now = this.clock.now();
    const wallet = await this.accounts.lock(tx, walletId, now);
    if (!wallet || wallet.status === 'closed') return true;
    const { status, posted, pendingDebits, pendingCredits } = wallet;
    const isEmpty = status === 'open' && posted === 0n && pendingDebits === 0n && pendingCredits === 0n;
    if (isEmpty) await this.accounts.setStatus(tx, walletId, 'closed', now);
    return isEmpty;
  }

  /** Takes what is owed, as far as the wallet has it. Returns what is owed still. */
  async collect(tx: Tx, payment: Payment, dispute: Dispute): Promise<bigint> {
    const amount = await this.takeable(tx, payment, dispute.owed);
    if (amount === 0n) return dispute.owed;
    const owing = await this.receivable(tx, payment);
    const taken = await this.tryTo(tx, 'owed-collection', [payment.walletId, owing, amount], dispute);
    return taken ? dispute.owed - amount : dispute.owed;
  }

  // Dr wallet, as far as it goes, and Dr receivable for the rest; Cr dispute.
  private async keep(tx: Tx, payment: Payment, dispute: Dispute): Promise<bigint> {
    const kept = await this.kept(tx, dispute);
    const amount = await this.takeable(tx, payment, dispute.amount);
    const taken = amount > 0n && (await this.tryTo(tx, 'dispute', [payment.walletId, kept, amount], dispute));
    const owed = taken ? dispute.amount - amount : dispute.amount;
    if (owed > 0n) await this.post(tx, 'dispute', [await this.receivable(tx, payment), kept, owed], dispute);
    return owed;
  }

  // Dr dispute; Cr receivable for what was never paid, Cr write-off for what was given up, and Cr wallet for the rest, also one
  // that was closed meanwhile.
  private async giveBack(tx: Tx, payment: Payment, dispute: Dispute): Promise<void> {
    const kept = await this.kept(tx, dispute);
    const { owed, writtenOff, amount, currency } = dispute;
    if (owed > 0n) await this.post(tx, 'dispute', [kept, await this.receivable(tx, payment), owed], dispute);
    if (writtenOff > 0n) {
      const loss = await this.ledger.openAccount(tx, 'write-off', currency);
      await this.post(tx, 'dispute', [kept, loss.id, writtenOff], dispute);
    }
    const paid = amount - owed - writtenOff;
    if (paid === 0n) return;
    if (await this.ledger.reopenAccount(tx, payment.walletId)) await this.payments.collectAgain(tx, payment.walletId);
    await this.post(tx, 'dispute', [kept, payment.walletId, paid], dispute);
  }

  // Dr dispute, Cr provider-clearing: the provider has paid it to the owner of the card. Or the way back.
  private async settle(tx: Tx, dispute: Dispute, way: 'out' | 'back'): Promise<void> {
    const { provider, currency, amount } = dispute;
    const kept = await this.kept(tx, dispute);
    const clearing = await this.ledger.openAccount(tx, 'provider-clearing', currency, { name: provider, id: null });
    const parties: Parties = way === 'out' ? [kept, clearing.id, amount] : [clearing.id, kept, amount];
    await this.post(tx, 'dispute-settlement', parties, dispute);
  }

  // What can be taken of the wallet now. It is locked, so that this is so until the transaction ends.
  private async takeable(tx: Tx, { walletId }: Payment, wanted: bigint): Promise<bigint> {
    const wallet = await this.accounts.lock(tx, walletId, this.clock.now());
    const available = wallet?.status === 'open' ? (wallet.balances.available ?? 0n) : 0n;
    if (available <= 0n) return 0n;
    return available < wanted ? available : wanted;
  }

  private async kept(tx: Tx, { provider, currency }: Dispute): Promise<string> {
    return (await this.ledger.openAccount(tx, 'dispute', currency, { name: provider, id: null })).id;
  }

  private async receivable(tx: Tx, { userId, currency }: Payment): Promise<string> {
    return (await this.ledger.openAccount(tx, 'receivable', currency, { name: userId, id: userId })).id;
  }

  private async post(tx: Tx, kind: string, parties: Parties, dispute: Dispute): Promise<void> {
    await this.ledger.demand(tx, [this.commandOf(kind, parties, dispute)]);
  }

  // Whatever keeps the ledger from it: then it is owed.
  private async tryTo(tx: Tx, kind: string, parties: Parties, dispute: Dispute): Promise<boolean> {
    const [verdict] = await this.ledger.postIn(tx, [this.commandOf(kind, parties, dispute)]);
    return verdict?.outcome === 'posted';
  }

  private commandOf(kind: string, [debit, credit, amount]: Parties, { id, paymentId, currency }: Dispute) {
    const metadata = { disputeId: id, paymentId };
    return {
      ...({ op: 'transfer', id: this.ledger.newTransferId(), kind } as const),
      ...{ debit, credit, amount, asset: currency, metadata },
    };
  }
}
