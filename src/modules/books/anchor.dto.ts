import type { Anchor } from '../../ledger/index.ts';
import { onWire } from '../../shared/money-on-wire.ts';

export class AnchorDto {
  /**
   * The business day.
   * @example '2026-11-20'
   */
  day!: string;
  /**
   * The first instant after it.
   * @example '2026-11-21T00:00:00.000Z'
   */
  closedThrough!: Date;
  /**
   * SHA-256 over the state of every account, in hexadecimal. Keep it elsewhere: it changes when anything before the day's end does.
   * @example '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
   */
  root!: string;
  /**
   * The root of the day before, from which this one goes on; null for the first.
   * @example '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752'
   */
  previousRoot!: string | null;
  /**
   * How many accounts' states it adds to the root of the day before.
   * @example 1204
   */
  snapshots!: number;
  /** @example '2026-11-21T00:05:20.113Z' */
  anchoredAt!: Date;

  static from({ day, closedThrough, root, previousRoot, snapshots, anchoredAt }: Anchor): AnchorDto {
    return {
      day,
      closedThrough,
      root: root.toString('hex'),
      previousRoot: previousRoot?.toString('hex') ?? null,
      snapshots: onWire(snapshots),
      anchoredAt,
    };
  }
}

export class AnchorListDto {
  data!: AnchorDto[];
  /** @example false */
  hasMore!: boolean;
  nextCursor!: string | null;
}
