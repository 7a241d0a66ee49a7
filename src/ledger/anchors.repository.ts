import { Injectable } from '@nestjs/common';
import { longTransaction, Postgres } from '../platform/postgres/index.ts';
import { dayOf } from '../shared/calendar-day.ts';

const ANCHOR_LIMIT_MS = 300_000;

/** Proof of what the books were at the end of a closed day: whoever keeps the root elsewhere can tell if they change. */
export interface Anchor {
  /** The business day, as yyyy-mm-dd. */
  readonly day: string;
  readonly closedThrough: Date;
  readonly root: Buffer;
  readonly previousRoot: Buffer | null;
  /** How many snapshots of accounts the root covers beside the one before it. */
  readonly snapshots: bigint;
  readonly anchoredAt: Date;
}

/** One hash a closed day, over the state of every account, chained; written by ledger_anchor_next alone. */
@Injectable()
export class AnchorsRepository {
  constructor(private readonly postgres: Postgres) {}

  /** Anchors the next closed day; returns it. Undefined when none is left, or not all before its end is sealed. */
  async anchorNext(at: Date): Promise<string | undefined> {
    const { rows } = await longTransaction(this.postgres.pool, { limitMs: ANCHOR_LIMIT_MS }, (query) =>
      query<{ day: string | null }>('select ledger_anchor_next($1)::text as day', [at]),
    );
    return rows[0]?.day ?? undefined;
  }

  /** Newest first, `limit + 1` rows at most; only those of days before `before`. */
  async list(before: string | undefined, limit: number): Promise<Anchor[]> {
    const rows = await this.postgres.prisma.ledgerAnchor.findMany({
      where: before ? { day: { lt: new Date(before) } } : {},
      orderBy: { day: 'desc' },
      take: limit + 1,
    });
    return rows.map(({ day, root, previousRoot, ...anchor }) => ({
      ...anchor,
      day: dayOf(day),
      root: Buffer.from(root),
      previousRoot: previousRoot && Buffer.from(previousRoot),
    }));
  }
}
