import type { Principal } from '../../shared/principal.ts';

/** What people do that risk looks at. */
export const SUBJECTS = ['transfer', 'hold', 'capture', 'payment', 'order'] as const;

export type Subject = (typeof SUBJECTS)[number];

/** Where a position is known: in millionths of a degree, so that it is whole. */
export interface MicroPosition {
  readonly latitude: number;
  readonly longitude: number;
}

const PROMISED = 'later:';

/** A part's id when it is promised for later: the ledger does not know it until then. */
export const promisedId = (id: string): string => `${PROMISED}${id}`;

/** Whether the ledger knows it once it is done: not the sum of many, and not what is promised. */
export const isDoneAtOnce = ({ id }: Pick<MovementPart, 'id'>): boolean => id !== '' && !id.startsWith(PROMISED);

/** A part of a movement: a batch has many, all else has one. */
export interface MovementPart {
  /** Of the transfer or hold that it becomes at once, or a `promisedId`; empty for the sum of many. */
  readonly id: string;
  readonly currency: string;
  /** Minor units. */
  readonly amount: bigint;
  /** Who or what gets it: a wallet, a person. */
  readonly payee: string;
  /** How many it stands for, when it is the sum of many. */
  readonly count?: number;
}

/** Something that somebody is about to do. */
export interface Movement {
  readonly id: string;
  readonly subject: Subject;
  readonly userId: string;
  readonly parts: readonly MovementPart[];
  /** A hash of what the client says that it is; absent when it says nothing. */
  readonly device?: string;
  /** Who asks, and how they proved it; absent where nobody asks any more, and a promise is kept. */
  readonly by?: Principal;
  /** The network address that it came from. */
  readonly address?: string;
  readonly position?: MicroPosition;
  /** Nobody is there when it is done: it was promised before. What rules ask of where somebody is does not hold. */
  readonly isUnattended?: boolean;
}

/** What counts towards what a person may spend. Topping up does not, and what is captured counted when it was held. */
export function isOutgoing(subject: Subject): boolean {
  return subject !== 'payment' && subject !== 'capture';
}

/** The sum of the parts, by currency. */
export function sumsOf(parts: readonly Pick<MovementPart, 'currency' | 'amount'>[]): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { currency, amount } of parts) sums.set(currency, (sums.get(currency) ?? 0n) + amount);
  return sums;
}
