import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../postgres/index.ts';
import { nameOf } from './column-names.ts';
import { PersonKeysRepository } from './person-keys.repository.ts';
import { PersonalBox, sealedWith } from './personal-box.ts';
import { FIRST_FORMAT } from './secret-box.ts';
import { SealedColumns } from './sealed-columns.ts';

interface SealedRow {
  readonly key: string;
  readonly sealed: string;
}

/** What is sealed with keys of persons, put under newer ones: person by person, beside those who write. */
@Injectable()
export class PersonalValuesRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly columns: SealedColumns,
    private readonly keys: PersonKeysRepository,
    private readonly box: PersonalBox,
  ) {}

  /** Persons, in the order of their ids, whose key or something of whom is sealed with what came before that data key. */
  async behind(version: number, after: string, limit: number): Promise<string[]> {
    const found = await this.keys.sealedBefore(version, after, limit);
    for (const { table, column, person } of this.columns.ofPersons()) {
      const rows = await this.postgres.prisma.$queryRaw<{ person: string }[]>`
        select distinct ${nameOf(person)}::text as person from ${nameOf(table)}
         where ${nameOf(column)} like ${`${FIRST_FORMAT}%`} and ${nameOf(person)} > ${after}::uuid
         order by 1 limit ${limit}`;
      found.push(...rows.map((row) => row.person));
    }
    return [...new Set(found)].sort().slice(0, limit);
  }

  /** A new key for the person, and all that is theirs sealed with it: both or neither. Who seals for them waits, or is seen. */
  renew(personId: string): Promise<void> {
    return this.postgres.transaction(async (tx) => {
      const key = await this.keys.renew(tx, personId);
      if (!key) return;
      for (const { table, column, key: keyColumn, person } of this.columns.ofPersons()) {
        const rows = await tx.$queryRaw<SealedRow[]>`
          select ${nameOf(keyColumn)}::text as key, ${nameOf(column)} as sealed from ${nameOf(table)}
           where ${nameOf(person)} = ${personId}::uuid and ${nameOf(column)} <> '' for no key update`;
        for (const { key: rowId, sealed } of rows) {
          const place = { table, column, rowId };
          const anew = sealedWith(key, await this.box.open(personId, sealed, place, tx), place);
          await this.replace(tx, [table, column, keyColumn], rowId, anew);
        }
      }
    });
  }

  private async replace(
    tx: Tx,
    [table, column, key]: readonly [string, string, string],
    rowId: string,
    sealed: string,
  ): Promise<void> {
    await tx.$executeRaw`
      update ${nameOf(table)} set ${nameOf(column)} = ${sealed} where ${nameOf(key)} = ${rowId}::uuid`;
  }
}
