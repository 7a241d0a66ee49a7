import type { HoldCommand } from './command.ts';
import type { PostedTransfer } from './movement.ts';

/**
 * Whether a command under a used id asks for what was done under it; undefined when the id is new. What a command leaves out (the amount of a capture,
 * the accounts of a reversal) is what it was then. Who asked, and in which batch, is not part of it; nor is a hold's
 * expiry, which moves with the moment of asking.
 */
export function sameTransfer(
  earlier: PostedTransfer | undefined,
  command: PostedTransfer['command'],
): boolean | undefined {
  if (!earlier) return undefined;
  const { debit, credit, amount, asset } = earlier;
  const given = { debit, credit, amount, asset, ...definedOf(command) };
  return (
    [given.debit, given.credit, given.amount, given.asset].join() === [debit, credit, amount, asset].join() &&
    describing(command) === describing(earlier.command)
  );
}

/** The same for a hold. */
export function sameHold(earlier: HoldCommand | undefined, command: HoldCommand): boolean | undefined {
  if (!earlier) return undefined;
  const parties = (hold: HoldCommand): string => [hold.debit, hold.credit, hold.amount, hold.asset].join();
  return parties(earlier) === parties(command) && describing(earlier) === describing(command);
}

function definedOf(command: PostedTransfer['command']): Partial<PostedTransfer> {
  const { debit, credit, amount, asset } = command as Partial<PostedTransfer>;
  return Object.fromEntries(
    Object.entries({ debit, credit, amount, asset }).filter(([, value]) => value !== undefined),
  );
}

function describing(command: PostedTransfer['command'] | HoldCommand): string {
  const { kind, reference, description, metadata } = command;
  const of = {
    hold: 'hold' in command ? command.hold : null,
    reverses: 'reverses' in command ? command.reverses : null,
  };
  return JSON.stringify([kind, of, reference ?? null, description ?? null, metadata ?? null]);
}
