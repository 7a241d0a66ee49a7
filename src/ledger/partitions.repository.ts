import { Injectable } from '@nestjs/common';
import { audit } from '../platform/audit/index.ts';
import { longTransaction, Postgres, type Tx } from '../platform/postgres/index.ts';

const DETACH_LIMIT_MS = 600_000;

/** The monthly partitions of the entries. */
@Injectable()
export class PartitionsRepository {
  constructor(private readonly postgres: Postgres) {}

  /** Makes the entries' partition of the month that holds `moment`. Returns whether it was missing. */
  async make(tx: Tx, moment: Date): Promise<boolean> {
    const rows = await tx.$queryRaw<{ made: boolean }[]>`select ledger_make_partition(${moment}::timestamptz) as made`;
    return rows[0]?.made ?? false;
  }

  /** The month of the oldest partition that is attached. */
  async oldest(): Promise<Date | undefined> {
    const sql = 'select min(starts_at) as month from ledger_partition';
    const { rows } = await this.postgres.pool.query<{ month: Date | null }>(sql);
    return rows[0]?.month ?? undefined;
  }

  /** Detaches the partition of the month into the schema ledger_archive; returns its name. Throws when it may not go yet. */
  async detach(month: Date, at: Date): Promise<string> {
    return longTransaction(this.postgres.pool, { limitMs: DETACH_LIMIT_MS }, async (query) => {
      const { rows } = await query<{ name: string }>('select ledger_detach_partition($1, $2) as name', [month, at]);
      const name = rows[0]?.name ?? '';
      const { service, content, origin } = audit.row({
        service: 'ledger',
        action: 'entries.detached',
        subjectId: name,
      });
      await query('insert into audit_event (service, content, origin) values ($1, $2, $3)', [service, content, origin]);
      return name;
    });
  }
}
