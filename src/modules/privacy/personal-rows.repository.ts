import { Injectable } from '@nestjs/common';
import { PersonalBox } from '../../platform/crypto/index.ts';
import { asSystem, Postgres } from '../../platform/postgres/index.ts';
import type { PersonalTable } from './personal-data.ts';

const ROWS_AT_A_TIME = 500;

interface ReadRow {
  /** The row as JSON, as PostgreSQL writes it: amounts beyond a JavaScript number stay whole. */
  readonly json: string;
  readonly place: string;
  readonly sealed?: string;
  readonly sealed_id?: string;
}

/** Reads what of any table is a person's, as the declaration says. Names and conditions come from there, and never from a request. */
@Injectable()
export class PersonalRowsRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly box: PersonalBox,
  ) {}

  /** The person's accounts in the books. */
  async accountsOf(personId: string): Promise<string[]> {
    const where = { ownerId: personId };
    const rows = await asSystem('own-data', () =>
      this.postgres.prisma.ledgerAccount.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } }),
    );
    return rows.map(({ id }) => id);
  }

  /** The rows as JSON, a few hundred at a time. `of` is the person, or an account of theirs where the table is read by account. */
  async *pages(table: string, personal: PersonalTable, personId: string, of: string): AsyncGenerator<string[]> {
    const text = selectOf(table, personal);
    for (let place: string | undefined, more = true; more;) {
      const values = [of, place ?? null];
      const page = await asSystem('own-data', async () => {
        const { rows } = await this.postgres.query<ReadRow & object>({ text, values });
        const shown = await Promise.all(rows.map((row) => this.shown(table, personal, personId, row)));
        return { shown, last: rows.at(-1)?.place };
      });
      more = page.shown.length === ROWS_AT_A_TIME;
      place = page.last;
      if (page.shown.length > 0) yield page.shown;
    }
  }

  private async shown(table: string, { sealed }: PersonalTable, personId: string, row: ReadRow): Promise<string> {
    if (!sealed || row.sealed === undefined || row.sealed_id === undefined) return row.json;
    const place = { table, column: sealed.column, rowId: row.sealed_id };
    const opened = JSON.parse(await this.box.open(personId, row.sealed, place)) as object;
    return JSON.stringify({ ...(JSON.parse(row.json) as object), ...opened });
  }
}

function selectOf(table: string, { rows, order, with: joined = '', shown, sealed }: PersonalTable): string {
  const [column, type] = order;
  const place = `r.${column}`;
  const columns = shown
    .filter((name) => name !== sealed?.column)
    .map((name) => `${qualified(name)} as "${camel(name)}"`);
  const opened = sealed ? `, r.${sealed.column} as sealed, r.${sealed.id}::text as sealed_id` : '';
  return `select (select row_to_json(s) from (select ${columns.join(', ')}) s)::text as json, (${place})::text as place${opened}
            from "${table}" r ${joined}
           where (${rows}) and ($2::text is null or (${place}) > $2::text::${type})
           order by (${place}) limit ${ROWS_AT_A_TIME}`;
}

function qualified(name: string): string {
  return name.includes('.') ? name : `r.${name}`;
}

function camel(name: string): string {
  return name.replace(/^x\./, '').replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}
