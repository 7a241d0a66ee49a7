import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../postgres/index.ts';
import { nameOf } from './column-names.ts';
import { FIRST_FORMAT, SecretBox } from './secret-box.ts';
import { type SealedColumn, SealedColumns } from './sealed-columns.ts';

/** What is sealed with data keys, put under newer ones: a few values at a time, beside those who write. */
@Injectable()
export class SealedValuesRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly columns: SealedColumns,
    private readonly box: SecretBox,
  ) {}

  /** Seals up to `limit` values anew. Returns how many there were; none is left at 0. */
  async renewSome(limit: number): Promise<number> {
    for (const column of this.columns.others()) {
      const done = await this.postgres.transaction((tx) => this.renewColumn(tx, column, limit));
      if (done > 0) return done;
    }
    return 0;
  }

  /** How many values, of persons and of nobody, are sealed as before there were data keys. */
  async inFirstFormat(): Promise<number> {
    let count = 0;
    for (const { table, column } of [...this.columns.ofPersons(), ...this.columns.others()]) {
      const rows = await this.postgres.prisma.$queryRaw<{ count: number }[]>`
        select count(*)::int as count from ${nameOf(table)} where ${nameOf(column)} like ${`${FIRST_FORMAT}%`}`;
      count += rows[0]?.count ?? 0;
    }
    return count;
  }

  private async renewColumn(tx: Tx, { table, column, key }: SealedColumn, limit: number): Promise<number> {
    const rows = await tx.$queryRaw<{ key: string; sealed: string }[]>`
      select ${nameOf(key)}::text as key, ${nameOf(column)} as sealed from ${nameOf(table)}
       where ${nameOf(column)} <> '' and ${nameOf(column)} not like ${`k${this.box.version()}.%`}
       limit ${limit} for no key update`;
    for (const { key: rowId, sealed } of rows) {
      const place = { table, column, rowId };
      const anew = this.box.seal(await this.box.open(sealed, place), place);
      await tx.$executeRaw`
        update ${nameOf(table)} set ${nameOf(column)} = ${anew} where ${nameOf(key)} = ${rowId}::uuid`;
    }
    return rows.length;
  }
}
