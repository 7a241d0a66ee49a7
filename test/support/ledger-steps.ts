import fc from 'fast-check';
import { ACCOUNT_KINDS, POSTING_TEMPLATES } from '../../src/ledger/core/index.ts';
import type { AccountKind, Books, LedgerCommand, PostingTemplate } from '../../src/ledger/core/index.ts';
import type { Ids } from '../../src/shared/ids.ts';

const OPS = ['transfer', 'hold', 'capture', 'void', 'reversal', 'freeze', 'unfreeze', 'repeat', 'alter'] as const;

/** One random command. Numbers pick among what is there, so that shrinking keeps a sequence meaningful. */
export interface Move {
  readonly op: (typeof OPS)[number];
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  readonly pick: number;
  readonly flag: boolean;
  readonly reference: string | undefined;
  /** Which owner acts; undefined is nobody in particular. */
  readonly owner: number | undefined;
  /** How long ago it took effect; below zero is in the future. */
  readonly agoMs: number | undefined;
  /** Neighbours with the same label are linked. */
  readonly link: string | undefined;
}

/** What happens next: a batch of moves, the end of a business day, or an account that is closed or opened again. */
export type Step =
  | { readonly type: 'post'; readonly moves: readonly Move[]; readonly pauseMs: number }
  | { readonly type: 'close-day'; readonly agoMs: number; readonly pauseMs: number }
  | { readonly type: 'turn-account'; readonly account: number; readonly pauseMs: number };

export interface World {
  /** The last one is nobody's: there is no such account. */
  readonly accounts: readonly string[];
  readonly owners: readonly string[];
  readonly model: Books;
  readonly ids: Ids;
  readonly transfers: string[];
  readonly holds: string[];
  readonly freezes: string[];
  readonly sent: LedgerCommand[];
}

const ANY = 'any-posting';
const KINDS = Object.keys(ACCOUNT_KINDS) as AccountKind[];

/** What our own kinds may, and a kind that may move money between any two accounts: without it most moves were refused. */
export const TEST_TEMPLATES: readonly PostingTemplate[] = [
  ...POSTING_TEMPLATES,
  ...KINDS.flatMap((debit) => KINDS.map((credit) => ({ kind: ANY, debit, credit }))),
];

const MAX_PICK = 1000;
const HOLD_MS = 5_000;
/** Older than the accounts of a world. */
const LONG_AGO_MS = 600_000;

const MOVE = fc.record({
  op: fc.constantFrom<Move['op']>(...OPS, 'transfer', 'transfer', 'hold', 'capture'),
  kind: fc.constantFrom(ANY, ANY, ANY, ANY, 'transfer', 'treat'),
  from: fc.nat(MAX_PICK),
  to: fc.nat(MAX_PICK),
  amount: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(1, 5, 20, 50, 70, 100, 120) },
    fc.constantFrom(0, -1, Number.MAX_SAFE_INTEGER),
  ),
  pick: fc.nat(MAX_PICK),
  flag: fc.boolean(),
  reference: rarely(fc.constantFrom('rent', 'food')),
  owner: rarely(fc.nat(2)),
  agoMs: rarely(fc.constantFrom(0, 1, HOLD_MS / 2, HOLD_MS, -1, LONG_AGO_MS)),
  link: fc.constantFrom(undefined, undefined, 'x', 'y'),
});
const ALONE = MOVE.map((move) => [{ ...move, link: undefined }]);
const LINKED = fc.array(MOVE, { minLength: 2, maxLength: 4 }).map((moves) => moves.map((m) => ({ ...m, link: 'x' })));
const NEIGHBOURS = fc.array(MOVE, { minLength: 2, maxLength: 6 });
/** What the function may write as a whole, without deciding one by one. */
const PLAIN = fc
  .array(MOVE, { minLength: 2, maxLength: 8 })
  .map((moves) => moves.map((move) => ({ ...move, op: 'transfer' as const, kind: ANY })));
const MOVES = fc.oneof(
  { weight: 6, arbitrary: ALONE },
  { weight: 2, arbitrary: LINKED },
  { weight: 1, arbitrary: NEIGHBOURS },
  { weight: 2, arbitrary: PLAIN },
);
const PAUSE_MS = fc.constantFrom(0, 0, 0, 1, HOLD_MS / 2, HOLD_MS);

export const STEP: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ type: fc.constant('post' as const), moves: MOVES, pauseMs: PAUSE_MS }) },
  fc.record({
    type: fc.constant('close-day' as const),
    agoMs: fc.constantFrom(0, 1, HOLD_MS / 2),
    pauseMs: PAUSE_MS,
  }),
  fc.record({ type: fc.constant('turn-account' as const), account: fc.nat(MAX_PICK), pauseMs: PAUSE_MS }),
);

/** The commands that moves stand for in this world; remembers what they make. */
export function commandsOf(moves: readonly Move[], world: World, at: Date): LedgerCommand[] {
  const links: Record<string, string> = { x: world.ids.next(), y: world.ids.next() };
  return moves.map((move) => {
    const command = { ...commandOf(move, world, at), link: move.link && links[move.link] };
    world.sent.push(command);
    return command;
  });
}

function commandOf(move: Move, world: World, at: Date): LedgerCommand {
  const { op, flag, pick } = move;
  const amount = BigInt(move.amount);
  const parties = partiesOf(move, world);
  const made = { id: world.ids.next(at.getTime()), kind: move.kind, reference: move.reference };
  const { id } = made;
  switch (op) {
    case 'transfer': {
      world.transfers.push(id);
      const effectiveAt = move.agoMs === undefined ? undefined : new Date(at.getTime() - move.agoMs);
      return { op, ...made, ...parties, amount, effectiveAt };
    }
    case 'hold': {
      world.holds.push(id);
      const expiresAt = new Date(at.getTime() + (pick % 20 === 0 ? 0 : HOLD_MS));
      return { op, ...made, ...parties, credit: flag ? parties.credit : undefined, amount, expiresAt };
    }
    case 'capture': {
      const [hold, credit] = [known(world.holds, move, id), flag ? parties.credit : undefined];
      world.transfers.push(id);
      return { op, ...made, hold, credit, amount: pick % 3 === 0 ? undefined : amount, final: pick % 2 === 0 };
    }
    case 'void':
      return { op, hold: known(world.holds, move, id) };
    case 'reversal': {
      const reverses = known(world.transfers, move, id);
      world.transfers.push(id);
      return { op, ...made, reverses, amount: flag ? undefined : amount };
    }
    case 'freeze':
      world.freezes.push(id);
      return { op, id, kind: 'freeze', account: parties.debit, amount: pick % 3 === 0 ? undefined : amount };
    case 'unfreeze':
      return { op, freeze: known(world.freezes, move, id), amount: flag ? undefined : amount };
    case 'repeat':
    case 'alter':
      return repeated(move, world, at) ?? commandOf({ ...move, op: 'transfer' }, world, at);
  }
}

function partiesOf({ from, to, owner }: Move, { accounts, owners }: World) {
  return {
    debit: chosen(accounts, from),
    credit: chosen(accounts, to),
    asset: 'INR',
    owner: owner === undefined ? undefined : chosen(owners, owner),
  };
}

// The same command again, or another under its id.
function repeated(move: Move, { sent }: World, at: Date): LedgerCommand | undefined {
  const earlier = sent.length > 0 ? chosen(sent, move.pick) : undefined;
  if (!earlier || !('id' in earlier) || move.op === 'repeat') return earlier;
  if (move.flag) return { ...earlier, amount: BigInt(move.amount) };
  if (earlier.op === 'transfer' && move.agoMs !== undefined) return { ...earlier, effectiveAt: at };
  return { ...earlier, description: 'another' };
}

// Mostly one of the newest, because those are still open.
function known(ids: readonly string[], { pick, from }: Move, other: string): string {
  const among = pick % 4 === 0 ? ids : ids.slice(-3);
  return among.length > 0 ? chosen(among, from) : other;
}

function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, arbitrary);
}

export function chosen<T>(from: readonly T[], pick: number): T {
  return from[pick % from.length] as T;
}
