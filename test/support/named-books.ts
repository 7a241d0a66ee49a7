import { ACCOUNT_KINDS, balancesOf, Books } from '../../src/ledger/core/index.ts';
import type {
  AccountKind,
  AccountState,
  CaptureCommand,
  FreezeCommand,
  HoldCommand,
  LedgerCommand,
  ReversalCommand,
  TransferCommand,
  UnfreezeCommand,
  VoidCommand,
} from '../../src/ledger/core/index.ts';

export const NOON = new Date('2026-11-20T12:00:00.000Z');
export const ONE = new Date('2026-11-20T13:00:00.000Z');
export const MORNING = new Date('2026-11-20T08:00:00.000Z');
const SEVEN = new Date('2026-11-20T07:00:00.000Z');

/** A set of books that a test can be read aloud with: accounts by name, a command a word. */
export class NamedBooks {
  readonly books = new Books();

  /** Opens it at seven in the morning. */
  open(id: string, kind: AccountKind = 'wallet', more: Partial<AccountState> = {}): void {
    const empty = { posted: 0n, pendingDebits: 0n, pendingCredits: 0n, frozen: 0n, version: 0n };
    const rule = { kind, ownerId: `${id}'s owner`, asset: 'INR', ...ACCOUNT_KINDS[kind] };
    this.books.open({ id, ...rule, status: 'open', ...empty, createdAt: SEVEN, ...more });
  }

  /** alice with 100, bob and carol with nothing, dollars with nothing in USD; and an account of each other kind. */
  openAll(): this {
    ['alice', 'bob', 'carol'].forEach((name) => this.open(name));
    this.open('dollars', 'wallet', { asset: 'USD' });
    this.open('clearing', 'provider-clearing');
    this.open('bar', 'venue-payable');
    this.open('fee', 'platform-fee');
    this.open('adjustments', 'adjustment');
    this.topUp('alice', 100n);
    return this;
  }

  topUp(wallet: string, amount: bigint): void {
    expect(this.say(MORNING, pay('clearing', wallet, amount, { kind: 'card-top-up' }))).toEqual(['posted']);
  }

  /** What each command is answered: its refusal, or what was done. */
  say(at: Date, ...commands: LedgerCommand[]): string[] {
    return this.books.post(commands, at).map((verdict) => ('code' in verdict ? verdict.code : verdict.outcome));
  }

  state(id: string): AccountState {
    const account = this.books.account(id);
    if (!account) throw new Error(`there is no account ${id}`);
    return account;
  }

  has(id: string): bigint {
    return balancesOf(this.state(id)).posted;
  }

  maySpend(id: string): bigint | null {
    return balancesOf(this.state(id)).available;
  }
}

let paid = 0;

/** Under an id that no other has. */
export function pay(
  debit: string,
  credit: string,
  amount: bigint,
  more: Partial<TransferCommand> = {},
): TransferCommand {
  paid += 1;
  return { op: 'transfer', id: `t${paid}`, kind: 'transfer', debit, credit, amount, asset: 'INR', ...more };
}

/** Of alice for bob, until one o'clock. */
export function hold(id: string, amount: bigint, more: Partial<HoldCommand> = {}): HoldCommand {
  const parties = { debit: 'alice', credit: 'bob', asset: 'INR' };
  return { op: 'hold', id, kind: 'hold', ...parties, amount, expiresAt: ONE, ...more };
}

export function capture(id: string, held: string, more: Partial<CaptureCommand> = {}): CaptureCommand {
  return { op: 'capture', id, kind: 'capture', hold: held, ...more };
}

export function release(held: string): VoidCommand {
  return { op: 'void', hold: held };
}

export function reverse(id: string, reverses: string, more: Partial<ReversalCommand> = {}): ReversalCommand {
  return { op: 'reversal', id, kind: 'reversal', reverses, ...more };
}

/** Of alice; all of the account without an amount. */
export function freeze(id: string, amount?: bigint, more: Partial<FreezeCommand> = {}): FreezeCommand {
  return { op: 'freeze', id, kind: 'freeze', account: 'alice', amount, ...more };
}

export function unfreeze(id: string, amount?: bigint): UnfreezeCommand {
  return { op: 'unfreeze', freeze: id, amount };
}
