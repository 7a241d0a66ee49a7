/** Beyond 2^53 - 1 a JSON number would lose units, so no amount and no balance goes there. */
export const MAX_AMOUNT = 9_007_199_254_740_991n;
export const MAX_BATCH_SIZE = 500;

interface CommandBase {
  /** Of the transfer or hold to make. Chosen by the caller: the same id twice is the same effect once. */
  readonly id: string;
  readonly kind: string;
  readonly reference?: string;
  readonly description?: string;
  readonly metadata?: Record<string, unknown>;
  readonly initiatorId?: string;
  /** Neighbours in a batch with the same link stand or fall together. */
  readonly link?: string;
}

/** Moves `amount` from the debited account to the credited one. */
export interface TransferCommand extends CommandBase {
  readonly op: 'transfer';
  readonly debit: string;
  readonly credit: string;
  readonly amount: bigint;
  readonly asset: string;
  readonly effectiveAt?: Date;
  /** Act as this owner: only from a wallet of theirs, only to a wallet. */
  readonly owner?: string;
}

/** Moves (a part of) an earlier transfer back. Without an amount: all that is left of it. */
export interface ReversalCommand extends CommandBase {
  readonly op: 'reversal';
  readonly reverses: string;
  readonly amount?: bigint;
}

/** Sets `amount` aside until it is captured, voided, or expires at its exact time. */
export interface HoldCommand extends CommandBase {
  readonly op: 'hold';
  readonly debit: string;
  readonly credit?: string;
  readonly amount: bigint;
  readonly asset: string;
  readonly expiresAt: Date;
  /** Act as this owner: only on a wallet of theirs, only in favour of a wallet. */
  readonly owner?: string;
}

/** Moves (a part of) a hold to its target, or to another account. `final` (the default) releases the rest. */
export interface CaptureCommand extends CommandBase {
  readonly op: 'capture';
  readonly hold: string;
  readonly credit?: string;
  readonly amount?: bigint;
  readonly final?: boolean;
}

/** Lets go of a hold. */
export interface VoidCommand {
  readonly op: 'void';
  readonly hold: string;
  readonly link?: string;
}

/** Keeps `amount` from leaving the account; without an amount, anything at all. What comes in passes. */
export interface FreezeCommand {
  readonly op: 'freeze';
  readonly id: string;
  readonly kind: 'freeze';
  readonly account: string;
  readonly amount?: bigint;
  /** The reason. */
  readonly description?: string;
  readonly initiatorId?: string;
  readonly link?: string;
}

/** Lets go of (a part of) a freeze. Without an amount: all that is left of it. */
export interface UnfreezeCommand {
  readonly op: 'unfreeze';
  readonly freeze: string;
  readonly amount?: bigint;
  readonly link?: string;
}

export type LedgerCommand =
  TransferCommand | ReversalCommand | HoldCommand | CaptureCommand | VoidCommand | FreezeCommand | UnfreezeCommand;
