import { Injectable } from '@nestjs/common';
import { Postgres } from '../platform/postgres/index.ts';

/** What one call sealed, and how the chain stands after it. */
export interface SealedEntries {
  readonly sealed: number;
  /** Entries that are not sealed yet, of accounts that are not halted; undefined when another process was sealing. */
  readonly waiting?: number;
  /** Accounts that are not sealed any further, because their history is not what was sealed. */
  readonly halted: number;
}

/** An account whose entries do not follow from what was sealed, and how it was seen. */
export interface HaltedChain {
  readonly accountId: string;
  readonly reason: string;
}

interface SealRow {
  readonly sealed: number;
  readonly waiting: string | null;
  readonly halted: string | null;
}

/** The hash chain over the entries; written by ledger_seal alone. */
@Injectable()
export class ChainRepository {
  constructor(private readonly postgres: Postgres) {}

  /** Seals up to `limit` entries in a transaction of its own. Does nothing while another process does. */
  async seal(limit: number, at: Date): Promise<SealedEntries> {
    const { rows } = await this.postgres.pool.query<SealRow>({
      name: 'ledger-seal',
      text: 'select sealed, waiting, halted from ledger_seal($1, $2)',
      values: [limit, at],
    });
    const { sealed = 0, waiting = null, halted = null } = rows[0] ?? {};
    return { sealed, waiting: waiting === null ? undefined : Number(waiting), halted: Number(halted) };
  }

  async halted(limit: number): Promise<HaltedChain[]> {
    const rows = await this.postgres.prisma.ledgerChain.findMany({
      where: { halted: { not: null } },
      orderBy: { accountId: 'asc' },
      take: limit,
    });
    return rows.map(({ accountId, halted }) => ({ accountId, reason: halted ?? '' }));
  }
}
