import type { FreezeCommand, HoldCommand } from './command.ts';
import type { PostedTransfer } from './state.ts';

/**
 * Whether a command asks for what was done under its id before. What a command leaves out (the amount of a capture, the
 * accounts of a reversal, the effective time) is what it was then. Who asked, and in which batch, is not part of it.
 */
export function isSameTransfer(earlier: PostedTransfer, command: PostedTransfer['command']): boolean {
  const asked: Partial<PostedTransfer> = command;
  return (
    isUnlessGiven(asked.debit, earlier.debit) &&
    isUnlessGiven(asked.credit, earlier.credit) &&
    isUnlessGiven(asked.amount, earlier.amount) &&
    isUnlessGiven(asked.asset, earlier.asset) &&
    isUnlessGiven(asked.effectiveAt?.getTime(), earlier.effectiveAt.getTime()) &&
    describing(command) === describing(earlier.command)
  );
}

/** The same for a hold. Its expiry moves with the moment of asking, and is not compared. */
export function isSameHold(earlier: HoldCommand, command: HoldCommand): boolean {
  const parties = ({ debit, credit, amount, asset }: HoldCommand): string => [debit, credit, amount, asset].join();
  return parties(earlier) === parties(command) && describing(earlier) === describing(command);
}

/** The same for a freeze. */
export function isSameFreeze(earlier: FreezeCommand, command: FreezeCommand): boolean {
  return (
    earlier.account === command.account &&
    earlier.amount === command.amount &&
    earlier.description === command.description
  );
}

function isUnlessGiven<T>(asked: T | undefined, was: T): boolean {
  return asked === undefined || asked === was;
}

function describing(command: PostedTransfer['command'] | HoldCommand): string {
  const { kind, reference, description, metadata } = command;
  const hold = command.op === 'capture' ? command.hold : null;
  const reverses = command.op === 'reversal' ? command.reverses : null;
  return JSON.stringify([kind, hold, reverses, reference, description, inKeyOrder(metadata)]);
}

// Two objects are the same whatever the order of their keys.
function inKeyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inKeyOrder);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([key, each]) => [key, inKeyOrder(each)]));
}
