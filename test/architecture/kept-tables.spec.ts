import type { Pool } from 'pg';
import { TABLE_NAMES } from '../../src/platform/dynamodb/tables.ts';
import { RETENTION } from '../../src/shared/retention.ts';
import { createTestDatabase, ownerPool, type TestDatabase } from '../support/test-database.ts';
import { NOT_BY_AGE, OWN_TIME, STAYS } from './kept-tables.ts';

const HOW_TO_MEND =
  'nothing is ever deleted from it: declare in src/shared/retention.ts when it goes, or say in test/architecture/kept-tables.ts why it stays';

// Real: PostgreSQL, with every migration applied; what its catalogue says.
describe('no table grows unseen', () => {
  let database: TestDatabase;
  let owner: Pool;
  let tables: string[];

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = ownerPool(database.ownerUrl);
    const { rows } = await owner.query<{ name: string }>(`
      select relname as name from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
         and relname <> '_prisma_migrations'`);
    tables = [...rows.map(({ name }) => name), ...TABLE_NAMES];
  });

  afterAll(async () => {
    await owner?.end();
    await database?.drop();
  });

  const declared = new Set<string>(Object.values(RETENTION).map(({ where }) => where));
  const explained = { ...STAYS, ...OWN_TIME, ...NOT_BY_AGE };

  it('finds the tables of both stores', () => {
    expect(tables.length).toBeGreaterThan(70);
    expect(tables).toEqual(expect.arrayContaining(['app_user', 'row_change', 'audit-logs']));
  });

  it('is declared when its rows go, or said why they stay', () => {
    const unknown = tables.filter((name) => !declared.has(name) && !Object.hasOwn(explained, name));
    expect(unknown.map((name) => `${name}: ${HOW_TO_MEND}`)).toEqual([]);
  });

  it('says it once of each table, and of none that is not there', () => {
    expect(Object.keys(explained).filter((name) => !tables.includes(name) || declared.has(name))).toEqual([]);
  });
});
