import { Injectable } from '@nestjs/common';
import { isPersonal, type PersonalTable } from './personal-data.ts';
import { PERSONAL_ITEMS, PERSONAL_KEYS } from './personal-items.ts';
import { PersonalItemsRepository } from './personal-items.repository.ts';
import { PersonalRowsRepository } from './personal-rows.repository.ts';
import { ALL_PERSONAL_TABLES } from './all-personal-tables.ts';

/** A part of what is kept of a person: JSON values, a page at a time. */
export interface Section {
  readonly name: string;
  readonly pages: AsyncIterable<readonly string[]>;
}

export type Store = 'postgresql' | 'dynamodb' | 'redis';

/** Finds what is kept of a person in each store, by the one declaration of where it is. Nothing is read before it is asked for. */
@Injectable()
export class PersonalDataReader {
  constructor(
    private readonly rows: PersonalRowsRepository,
    private readonly items: PersonalItemsRepository,
  ) {}

  sectionsOf(personId: string): Readonly<Record<Store, Section[]>> {
    return {
      postgresql: Object.entries(ALL_PERSONAL_TABLES).flatMap(([name, table]) =>
        isPersonal<PersonalTable>(table) && table.shown.length > 0
          ? [{ name, pages: this.pagesOf(name, table, personId) }]
          : [],
      ),
      dynamodb: Object.entries(PERSONAL_ITEMS).flatMap(([name, table]) =>
        'by' in table
          ? table.by.map((role) => ({
              name: table.by.length > 1 ? `${name}/${role.key}` : name,
              pages: this.items.pages(name, role, personId),
            }))
          : [],
      ),
      redis: PERSONAL_KEYS.flatMap(({ shown }) => shown).map((key) => {
        const name = key.replace('{person}', personId);
        return { name: key.replace('{person}', 'person'), pages: this.cachedUnder(name) };
      }),
    };
  }

  private async *pagesOf(name: string, table: PersonalTable, personId: string): AsyncGenerator<string[]> {
    const owners = table.byAccount ? await this.rows.accountsOf(personId) : [personId];
    for (const owner of owners) yield* this.rows.pages(name, table, personId, owner);
  }

  private async *cachedUnder(key: string): AsyncGenerator<string[]> {
    const value = await this.items.cached(key);
    if (value !== undefined) yield [JSON.stringify(value)];
  }
}
