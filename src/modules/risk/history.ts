import type { MicroPosition, MovementPart, Subject } from './movement.ts';

/** What was done a moment before may yet be refused: only what is older says that somebody or something is known. */
export const SETTLED_AFTER_MS = 60_000;

/** Something that a person did, as it is remembered. */
export interface Signal {
  readonly id: string;
  readonly atMs: number;
  readonly subject: Subject;
  readonly parts: readonly MovementPart[];
  readonly device?: string;
  readonly position?: MicroPosition;
  /** The scope of the claim that it was asked under: whoever asks twice at once under one key does one thing. */
  readonly claim?: string;
}

/** What a person did before, newest last. */
export interface History {
  readonly signals: readonly Signal[];
  /** When each was last seen, of what is older than the signals. */
  readonly payees: ReadonlyMap<string, number>;
  readonly devices: ReadonlyMap<string, number>;
}

export const NO_HISTORY: History = { signals: [], payees: new Map(), devices: new Map() };

/** Whether the other signal is of another try of the same request, which may be under way: it is no other movement. */
export function isSameRequest({ claim, atMs }: Signal, other: Signal): boolean {
  return claim !== undefined && other.claim === claim && other.atMs > atMs - SETTLED_AFTER_MS;
}

/** The signals after `atMs - withinMs` and not after `atMs`: who is exactly that old is over. */
export function within({ signals }: History, atMs: number, withinMs: number): readonly Signal[] {
  return signals.filter((signal) => signal.atMs > atMs - withinMs && signal.atMs <= atMs);
}

/** When the payee was last paid, as far as that is settled. */
export function lastPaid({ signals, payees }: History, payee: string, atMs: number): number | undefined {
  const settled = signals.filter((signal) => signal.atMs <= atMs - SETTLED_AFTER_MS);
  const paid = settled.filter(({ parts }) => parts.some((part) => part.payee === payee));
  return latest(payees.get(payee), paid);
}

/** When the device was last used, as far as that is settled. */
export function lastUsed({ signals, devices }: History, device: string, atMs: number): number | undefined {
  const settled = signals.filter((signal) => signal.atMs <= atMs - SETTLED_AFTER_MS);
  return latest(
    devices.get(device),
    settled.filter((signal) => signal.device === device),
  );
}

/** The newest signal that says where the person was. */
export function lastPlaced({ signals }: History, atMs: number): (Signal & { position: MicroPosition }) | undefined {
  return signals.findLast(
    (signal): signal is Signal & { position: MicroPosition } => signal.position !== undefined && signal.atMs <= atMs,
  );
}

function latest(remembered: number | undefined, signals: readonly Signal[]): number | undefined {
  const times = signals.map(({ atMs }) => atMs);
  if (remembered !== undefined) times.push(remembered);
  return times.length === 0 ? undefined : Math.max(...times);
}
