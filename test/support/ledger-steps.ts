import fc from 'fast-check';
import { ACCOUNT_KINDS, POSTING_TEMPLATES } from '../../src/ledger/core/index.ts';
import type { AccountKind, Books, LedgerCommand, PostingTemplate, Verdict } from '../../src/ledger/core/index.ts';
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
  /** Which owner acts, mostly the one who may; undefined is nobody in particular. */
  readonly owner: number | undefined;
  /** How long ago it took effect; below zero is in the future. */
  readonly agoMs: number | undefined;
  /** Neighbours with the same label are linked. */
  readonly link: string | undefined;
}

/**
 * What happens next: a batch of moves, several batches of as many callers at the same moment, the end of a business day, or an
 * account that is closed or opened again.
 */
export type Step =
  | { readonly type: 'post'; readonly moves: readonly Move[]; readonly pauseMs: number }
  | { readonly type: 'crowd'; readonly batches: readonly (readonly Move[])[]; readonly pauseMs: number }
  | { readonly type: 'close-day'; readonly agoMs: number; readonly pauseMs: number }
  | { readonly type: 'turn-account'; readonly account: number; readonly pauseMs: number };

export interface World {
  readonly accounts: readonly string[];
  readonly owners: readonly string[];
  model: Books;
  readonly ids: Ids;
  /** What was made, and what a batch is about to make. */
  readonly transfers: Set<string>;
  readonly holds: Set<string>;
  readonly freezes: Set<string>;
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
const HOLD_MS = 8_000;
/** Of a world's accounts, the wallets in rupees more often, and once one that is not there. */
const PICKS = [0, 1, 2, 4, 0, 1, 2, 5, 0, 1, 2, 6, 0, 1, 2, 4, 0, 1, 2, 5, 0, 1, 2, 6, 0, 1, 2, 3, 0, -1];
/** Older than the accounts of a world. */
const LONG_AGO_MS = 600_000;

const MOVE = fc.record({
  op: fc.constantFrom<Move['op']>(...OPS, 'transfer', 'transfer', 'hold', 'hold', 'hold', 'capture'),
  kind: fc.constantFrom(ANY, ANY, ANY, ANY, 'transfer', 'treat'),
  from: fc.nat(MAX_PICK),
  to: fc.nat(MAX_PICK),
  amount: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(1, 2, 5, 10, 20, 50, 100, 120) },
    fc.constantFrom(0, -1, Number.MAX_SAFE_INTEGER),
  ),
  pick: fc.nat(MAX_PICK),
  flag: fc.boolean(),
  reference: rarely(fc.constantFrom('rent', 'food')),
  owner: rarely(fc.nat(11)),
  agoMs: rarely(fc.constantFrom(0, 0, 1, 1, HOLD_MS / 4, HOLD_MS, -1, LONG_AGO_MS)),
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
const PAUSE_MS = fc.constantFrom(0, 0, 0, 0, 0, 1, 1, 1, HOLD_MS / 4, HOLD_MS / 4, HOLD_MS);

export const STEP: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ type: fc.constant('post' as const), moves: MOVES, pauseMs: PAUSE_MS }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('crowd' as const),
      batches: fc.array(fc.oneof(ALONE, ALONE, PLAIN, LINKED), { minLength: 2, maxLength: 4 }),
      pauseMs: PAUSE_MS,
    }),
  },
  fc.record({
    type: fc.constant('close-day' as const),
    agoMs: fc.constantFrom(0, 1, HOLD_MS / 4),
    pauseMs: PAUSE_MS,
  }),
  fc.record({ type: fc.constant('turn-account' as const), account: fc.nat(MAX_PICK), pauseMs: PAUSE_MS }),
);

/** The commands that moves stand for in this world. Remembers what they are to make: see `forgetRefused`. */
export function commandsOf(moves: readonly Move[], world: World, at: Date): LedgerCommand[] {
  const links: Record<string, string> = { x: world.ids.next(), y: world.ids.next() };
  return moves.map((move) => {
    const command = { ...commandOf(move, world, at), link: move.link && links[move.link] };
    world.sent.push(command);
    return command;
  });
}

/** Forgets what the commands did not make after all. */
export function forgetRefused(commands: readonly LedgerCommand[], verdicts: readonly Verdict[], world: World): void {
  commands.forEach((command, index) => {
    if (!('id' in command) || verdicts[index]?.outcome !== 'refused') return;
    // One under a used id was not to make anything.
    if (world.sent.find((sent) => 'id' in sent && sent.id === command.id) !== command) return;
    [world.transfers, world.holds, world.freezes].forEach((ids) => ids.delete(command.id));
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
      world.transfers.add(id);
      const effectiveAt = move.agoMs === undefined ? undefined : new Date(at.getTime() - move.agoMs);
      return { op, ...made, ...parties, amount, effectiveAt };
    }
    case 'hold': {
      world.holds.add(id);
      const expiresAt = new Date(at.getTime() + (pick % 20 === 0 ? 0 : HOLD_MS));
      return { op, ...made, ...parties, credit: flag ? parties.credit : undefined, amount, expiresAt };
    }
    case 'capture': {
      const [hold, credit] = [known(openHolds(world), move, id), flag ? parties.credit : undefined];
      world.transfers.add(id);
      return { op, ...made, hold, credit, amount: pick % 3 === 0 ? undefined : amount, final: pick % 2 === 0 };
    }
    case 'void':
      return { op, hold: known(openHolds(world), move, id) };
    case 'reversal': {
      const reverses = known(world.transfers, move, id);
      world.transfers.add(id);
      return { op, ...made, reverses, amount: flag ? undefined : amount };
    }
    case 'freeze':
      world.freezes.add(id);
      return { op, id, kind: 'freeze', account: parties.debit, amount: pick % 6 === 0 ? undefined : amount };
    case 'unfreeze':
      return { op, freeze: known(world.freezes, move, id), amount: flag ? undefined : amount };
    case 'repeat':
    case 'alter':
      return repeated(move, world, at) ?? commandOf({ ...move, op: 'transfer' }, world, at);
  }
}

function partiesOf({ from, to, owner }: Move, world: World) {
  const [debit, credit] = [accountOf(from, world), accountOf(to, world)];
  return { debit, credit, asset: 'INR', owner: owner === undefined ? undefined : ownerOf(owner, debit, world) };
}

function accountOf(pick: number, { accounts, ids }: World): string {
  return accounts[chosen(PICKS, pick)] ?? ids.next();
}

function ownerOf(pick: number, debit: string, { owners, model }: World): string {
  return (pick < owners.length ? owners[pick] : model.account(debit)?.ownerId) ?? chosen(owners, pick);
}

// Those that are not resolved yet, and now and then any.
function openHolds({ holds, model }: World): ReadonlySet<string> {
  const open = [...holds].filter((id) => (model.holdStatus(id) ?? 'pending') === 'pending');
  return open.length > 0 ? new Set(open) : holds;
}

// The same command again, or another under its id.
function repeated(move: Move, { sent }: World, at: Date): LedgerCommand | undefined {
  const earlier = sent.length > 0 ? chosen(sent, move.pick) : undefined;
  if (!earlier || !('id' in earlier) || move.op === 'repeat') return earlier;
  if (move.flag) return { ...earlier, amount: BigInt(move.amount) };
  if (earlier.op === 'transfer' && move.agoMs !== undefined) return { ...earlier, effectiveAt: at };
  return { ...earlier, description: 'another' };
}

// Mostly one of the newest; now and then one that was never made.
function known(ids: ReadonlySet<string>, { pick, from }: Move, other: string): string {
  const among = pick % 4 === 0 ? [...ids] : [...ids].slice(-3);
  return among.length > 0 && pick % 20 !== 19 ? chosen(among, from) : other;
}

function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, arbitrary);
}

export function chosen<T>(from: readonly T[], pick: number): T {
  return from[pick % from.length] as T;
}
