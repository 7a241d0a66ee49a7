import { covers, limitOf, type AccountState } from './account.ts';
import { linkedSets, sameAsNeighbour } from './command-set.ts';
import type {
  CaptureCommand,
  HoldCommand,
  LedgerCommand,
  ReversalCommand,
  TransferCommand,
  VoidCommand,
} from './command.ts';
import { movementRefusal, unresolved, type HeldMoney, type Movement, type PostedTransfer } from './movement.ts';
import type { Entry, HoldStatus } from './records.ts';
import { sameHold, sameTransfer } from './same-content.ts';
import { EXISTS, POSTED, refused, type LedgerRefusal, type Verdict } from './verdict.ts';

interface State {
  readonly accounts: Map<string, AccountState>;
  readonly transfers: Map<string, PostedTransfer>;
  readonly holds: Map<string, HeldMoney>;
  readonly entries: Entry[];
}

/**
 * The ledger's rules in plain TypeScript: what a batch of commands does to a set of books. The SQL function decides in
 * production; this is the statement of what it must decide, and the two are compared on random sequences.
 */
export class Books {
  private state: State = { accounts: new Map(), transfers: new Map(), holds: new Map(), entries: [] };

  open(account: AccountState): void {
    this.state.accounts.set(account.id, account);
  }

  setStatus(id: string, status: AccountState['status']): void {
    this.change(id, { status });
  }

  account(id: string): AccountState | undefined {
    return this.state.accounts.get(id);
  }

  get accounts(): readonly AccountState[] {
    return [...this.state.accounts.values()];
  }

  get entries(): readonly Entry[] {
    return this.state.entries;
  }

  holdStatus(id: string): HoldStatus | undefined {
    return this.state.holds.get(id)?.status;
  }

  /** Decides the commands in order. A refused one changes nothing and does not fail its neighbours; a linked set is all or nothing. */
  post(commands: readonly LedgerCommand[], at: Date): Verdict[] {
    const verdicts: Verdict[] = [];
    for (const set of linkedSets(commands)) {
      verdicts.push(...(set.length === 1 ? set.map((command) => this.apply(command, at)) : this.applyLinked(set, at)));
    }
    return verdicts;
  }

  /** Lets go of every hold that is past its time. */
  expire(at: Date): void {
    for (const [id, hold] of this.state.holds) {
      if (hold.status === 'pending' && hold.command.expiresAt <= at) this.resolve(id, 'expired');
    }
  }

  private applyLinked(set: readonly LedgerCommand[], at: Date): Verdict[] {
    const before = this.snapshot();
    const verdicts: Verdict[] = [];
    for (const command of set) {
      const verdict = sameAsNeighbour(this.apply(command, at), verdicts.at(-1));
      if (verdict.outcome === 'refused') {
        this.state = before;
        return set.map((_, index) => (index === verdicts.length ? verdict : refused('linked_refused')));
      }
      verdicts.push(verdict);
    }
    return verdicts;
  }

  private apply(command: LedgerCommand, at: Date): Verdict {
    this.expire(at);
    const repeated = command.op === 'void' ? undefined : this.repeated(command);
    if (repeated) return repeated;
    const refusal = this.decide(command, at);
    return refusal === undefined ? POSTED : refused(refusal);
  }

  private decide(command: LedgerCommand, at: Date): LedgerRefusal | undefined {
    switch (command.op) {
      case 'transfer':
        return this.transfer(command, at);
      case 'reversal':
        return this.reverse(command, at);
      case 'hold':
        return this.hold(command, at);
      case 'capture':
        return this.capture(command, at);
      case 'void':
        return this.void(command);
    }
  }

  private repeated(command: Exclude<LedgerCommand, VoidCommand>): Verdict | undefined {
    const same =
      command.op === 'hold'
        ? sameHold(this.state.holds.get(command.id)?.command, command)
        : sameTransfer(this.state.transfers.get(command.id), command);
    if (same === undefined) return undefined;
    return same ? EXISTS : refused('exists_with_different_content');
  }

  private transfer(command: TransferCommand, at: Date): LedgerRefusal | undefined {
    if (command.effectiveAt && command.effectiveAt > at) return 'effective_at_in_future';
    if (command.amount <= 0n) return 'amount_invalid';
    return this.move({ ...command, command, covered: false }, at);
  }

  private reverse(command: ReversalCommand, at: Date): LedgerRefusal | undefined {
    const original = this.state.transfers.get(command.reverses);
    if (!original) return 'transfer_not_found';
    if (original.command.op === 'reversal') return 'transfer_is_reversal';
    const remaining = original.amount - this.reversedOf(command.reverses);
    const amount = command.amount ?? remaining;
    if (remaining === 0n || amount > remaining) return 'reversal_exceeds_transfer';
    if (amount <= 0n) return 'amount_invalid';
    const { debit, credit, asset } = original;
    return this.move({ command, debit: credit, credit: debit, amount, asset, covered: false }, at);
  }

  private reversedOf(id: string): bigint {
    const reversals = [...this.state.transfers.values()].filter(
      ({ command }) => 'reverses' in command && command.reverses === id,
    );
    return reversals.reduce((sum, { amount }) => sum + amount, 0n);
  }

  private hold(command: HoldCommand, at: Date): LedgerRefusal | undefined {
    if (command.amount <= 0n) return 'amount_invalid';
    if (command.expiresAt <= at) return 'expiry_in_past';
    const debited = this.state.accounts.get(command.debit);
    if (!debited) return 'debit_account_not_found';
    if (debited.normalSide !== 'credit') return 'account_not_holdable';
    if (debited.asset !== command.asset) return 'asset_mismatch';
    if (debited.status === 'closed') return 'account_closed';
    if (debited.status === 'frozen') return 'account_frozen';
    const target = command.credit === undefined ? undefined : this.targetRefusal(command, debited);
    if (target) return target;
    if (!covers(debited, command.amount)) return 'insufficient_funds';
    this.state.holds.set(command.id, { command, captured: 0n, status: 'pending' });
    this.pend(command, command.amount);
    return undefined;
  }

  private targetRefusal({ credit = '', amount }: HoldCommand, debited: AccountState): LedgerRefusal | undefined {
    const credited = this.state.accounts.get(credit);
    if (!credited) return 'credit_account_not_found';
    if (credited.id === debited.id) return 'same_account';
    if (credited.asset !== debited.asset) return 'asset_mismatch';
    if (credited.status === 'closed') return 'account_closed';
    return credited.pendingCredits + amount > limitOf(credited) ? 'balance_limit_exceeded' : undefined;
  }

  private capture(command: CaptureCommand, at: Date): LedgerRefusal | undefined {
    const hold = this.state.holds.get(command.hold);
    const refusal = unresolved(hold);
    if (!hold || refusal) return refusal;
    const rest = hold.command.amount - hold.captured;
    const amount = command.amount ?? rest;
    if (amount <= 0n) return 'amount_invalid';
    if (amount > rest) return 'capture_exceeds_hold';
    const credit = command.credit ?? hold.command.credit;
    if (credit === undefined) return 'capture_target_required';
    const { debit, asset } = hold.command;
    const moved = this.move({ command, debit, credit, amount, asset, covered: true }, at);
    if (moved) return moved;
    this.state.holds.set(command.hold, { ...hold, captured: hold.captured + amount });
    this.pend(hold.command, -amount);
    if (amount === rest || (command.final ?? true)) this.resolve(command.hold, 'captured');
    return undefined;
  }

  private void(command: VoidCommand): LedgerRefusal | undefined {
    const refusal = unresolved(this.state.holds.get(command.hold));
    if (!refusal) this.resolve(command.hold, 'voided');
    return refusal;
  }

  private resolve(id: string, status: HoldStatus): void {
    const hold = this.state.holds.get(id);
    if (!hold) return;
    this.pend(hold.command, hold.captured - hold.command.amount);
    this.state.holds.set(id, { ...hold, status });
  }

  private pend(hold: HoldCommand, amount: bigint): void {
    const debited = this.state.accounts.get(hold.debit);
    if (debited) this.change(hold.debit, { pendingDebits: debited.pendingDebits + amount });
    const credited = hold.credit === undefined ? undefined : this.state.accounts.get(hold.credit);
    if (credited) this.change(credited.id, { pendingCredits: credited.pendingCredits + amount });
  }

  private move(movement: Movement, at: Date): LedgerRefusal | undefined {
    const debited = this.state.accounts.get(movement.debit);
    const credited = this.state.accounts.get(movement.credit);
    if (!debited) return 'debit_account_not_found';
    if (!credited) return 'credit_account_not_found';
    const refusal = movementRefusal(debited, credited, movement);
    if (refusal) return refusal;
    const { command, debit, credit, amount, asset } = movement;
    this.state.transfers.set(command.id, { command, debit, credit, amount, asset });
    this.enter(debited, command, -amount, at);
    this.enter(credited, command, amount, at);
    return undefined;
  }

  private enter(account: AccountState, command: PostedTransfer['command'], amount: bigint, at: Date): void {
    const effectiveAt = ('effectiveAt' in command ? command.effectiveAt : undefined) ?? at;
    const balanceAfter = account.posted + amount;
    const version = account.version + 1n;
    this.change(account.id, { posted: balanceAfter, version });
    const { id: accountId, posted: balanceBefore } = account;
    this.state.entries.push({
      transferId: command.id,
      accountId,
      amount,
      balanceBefore,
      balanceAfter,
      version,
      effectiveAt,
      createdAt: at,
    });
  }

  private change(id: string, changes: Partial<AccountState>): void {
    const account = this.state.accounts.get(id);
    if (account) this.state.accounts.set(id, { ...account, ...changes });
  }

  private snapshot(): State {
    const { accounts, transfers, holds, entries } = this.state;
    return { accounts: new Map(accounts), transfers: new Map(transfers), holds: new Map(holds), entries: [...entries] };
  }
}
