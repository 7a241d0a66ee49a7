import fc from 'fast-check';
import { ACCOUNT_KINDS } from '../../src/ledger/core/index.ts';
import type { AccountKind, Books, LedgerCommand, PostingTemplate } from '../../src/ledger/core/index.ts';
import type { Ids } from '../../src/shared/ids.ts';

/** One random move. Numbers pick among what is there, so that shrinking keeps a sequence meaningful. */
export interface Step {
  readonly op: 'transfer' | 'hold' | 'capture' | 'void' | 'reversal' | 'repeat' | 'alter' | 'linked';
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  readonly pick: number;
  readonly flag: boolean;
  readonly pause: number;
}

export interface World {
  readonly accounts: readonly string[];
  readonly model: Books;
  readonly ids: Ids;
  readonly transfers: string[];
  readonly holds: string[];
  readonly sent: LedgerCommand[];
}

const KINDS = Object.keys(ACCOUNT_KINDS) as AccountKind[];

/** Every kind of transfer that the steps make, between any two kinds of account. */
export const ANY_POSTING: readonly PostingTemplate[] = ['card-top-up', 'transfer', 'hold', 'capture'].flatMap((kind) =>
  KINDS.flatMap((debit) => KINDS.map((credit) => ({ kind, debit, credit }))),
);

const MAX_PICK = 1000;
const HOLD_MS = 5_000;

export const STEP: fc.Arbitrary<Step> = fc.record({
  op: fc.constantFrom<Step['op']>(
    'transfer',
    'transfer',
    'hold',
    'capture',
    'void',
    'reversal',
    'repeat',
    'alter',
    'linked',
  ),
  from: fc.nat(MAX_PICK),
  to: fc.nat(MAX_PICK),
  amount: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(1, 5, 20, 50, 70, 100, 120) },
    fc.constantFrom(0, Number.MAX_SAFE_INTEGER),
  ),
  pick: fc.nat(MAX_PICK),
  flag: fc.boolean(),
  pause: fc.constantFrom(0, 0, 0, 1, HOLD_MS / 2, HOLD_MS),
});

/** The commands that a step stands for in this world; remembers what it made. */
export function commandsOf(step: Step, world: World, at: Date): LedgerCommand[] {
  const commands = step.op === 'linked' ? linked(step, world, at) : [single(step, world, at)];
  world.sent.push(...commands);
  return commands;
}

function linked(step: Step, world: World, at: Date): LedgerCommand[] {
  const link = world.ids.next();
  const parts: Step[] = [
    { ...step, op: 'transfer' },
    { ...step, op: step.flag ? 'hold' : 'transfer', from: step.to, to: step.from },
    { ...step, op: 'transfer', from: step.pick },
  ];
  return parts.map((part) => ({ ...single(part, world, at), link }));
}

function single(step: Step, world: World, at: Date): LedgerCommand {
  const debit = chosen(world.accounts, step.from);
  const credit = chosen(world.accounts, step.to);
  const [amount, asset, id] = [BigInt(step.amount), 'INR', world.ids.next(at.getTime())];
  switch (step.op) {
    case 'hold':
      world.holds.push(id);
      return {
        op: 'hold',
        id,
        kind: 'hold',
        debit,
        credit: step.flag ? credit : undefined,
        amount,
        asset,
        expiresAt: new Date(at.getTime() + HOLD_MS),
      };
    case 'capture':
      world.transfers.push(id);
      return {
        op: 'capture',
        id,
        kind: 'capture',
        hold: known(world.holds, step, id),
        credit: step.flag ? credit : undefined,
        amount: step.pick % 3 === 0 ? undefined : amount,
        final: step.flag,
      };
    case 'void':
      return { op: 'void', hold: known(world.holds, step, id) };
    case 'reversal':
      return {
        op: 'reversal',
        id,
        kind: 'reversal',
        reverses: known(world.transfers, step, id),
        amount: step.flag ? undefined : amount,
      };
    case 'repeat':
    case 'alter':
      return repeated(step, world) ?? single({ ...step, op: 'transfer' }, world, at);
    case 'transfer':
    case 'linked':
      world.transfers.push(id);
      return { op: 'transfer', id, kind: 'transfer', debit, credit, amount, asset };
  }
}

// The same command again, or another under its id.
function repeated(step: Step, world: World): LedgerCommand | undefined {
  const earlier = world.sent.length > 0 ? chosen(world.sent, step.pick) : undefined;
  if (!earlier || earlier.op === 'void' || earlier.op === 'unfreeze') return earlier;
  const again = { ...earlier, link: undefined };
  if (step.op === 'repeat') return again;
  return step.flag ? { ...again, amount: BigInt(step.amount) } : { ...again, description: 'another' };
}

// Mostly one of the newest, because those are still open.
function known(ids: readonly string[], step: Step, other: string): string {
  const among = step.pick % 4 === 0 ? ids : ids.slice(-3);
  return among.length > 0 ? chosen(among, step.from) : other;
}

function chosen<T>(from: readonly T[], pick: number): T {
  return from[pick % from.length] as T;
}
