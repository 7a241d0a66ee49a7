import { readFileSync } from 'node:fs';
import { ALL_PERSONAL_TABLES } from '../../src/modules/privacy/all-personal-tables.ts';
import { isPersonal, type PersonalTable } from '../../src/modules/privacy/personal-data.ts';
import { PERSONAL_ITEMS } from '../../src/modules/privacy/personal-items.ts';
import { TABLE_NAMES, TABLES } from '../../src/platform/dynamodb/tables.ts';

const SCALARS = new Set(['String', 'Int', 'BigInt', 'Boolean', 'DateTime', 'Json', 'Bytes', 'Float', 'Decimal']);

/** Every table of the schema, and its columns. */
function tablesOf(schema: string): Map<string, string[]> {
  const models = [...schema.matchAll(/^model \w+ \{\n([\s\S]*?)\n\}/gm)].map(([, body = '']) => body.split('\n'));
  return new Map(
    models.map((lines) => [
      lines.map((line) => /@@map\("(\w+)"\)/.exec(line)?.[1]).find((name) => name !== undefined) ?? '',
      lines.flatMap((line) => {
        const [, field = '', type = ''] = /^ {2}(\w+) +(\w+)/.exec(line) ?? [];
        return SCALARS.has(type) ? [/@map\("(\w+)"\)/.exec(line)?.[1] ?? field] : [];
      }),
    ]),
  );
}

const tables = tablesOf(readFileSync('prisma/schema.prisma', 'utf8'));
const personal = Object.entries(ALL_PERSONAL_TABLES).flatMap(([name, table]): [string, PersonalTable][] =>
  isPersonal<PersonalTable>(table) ? [[name, table]] : [],
);

describe('the declaration of where personal data is', () => {
  it('reads the schema', () => {
    expect(tables.get('app_user')).toEqual(expect.arrayContaining(['id', 'email', 'password_hash', 'deleted_at']));
    expect(tables.size).toBeGreaterThan(40);
  });

  it('has every table of PostgreSQL, and no other: say in src/modules/privacy/personal-tables*.ts whose its rows are', () => {
    expect(Object.keys(ALL_PERSONAL_TABLES).sort()).toEqual([...tables.keys()].sort());
  });

  it.each(personal)(
    'has every column of %s, shown or hidden: say in personal-tables*.ts which',
    (name, { shown, hidden = {} }) => {
      const declared = [...shown.filter((column) => !column.startsWith('x.')), ...Object.keys(hidden)];
      expect(declared.sort()).toEqual([...(tables.get(name) ?? [])].sort());
    },
  );

  it.each(personal)('forgets columns of %s that are there', (name, { forgotten }) => {
    const columns = 'set' in forgotten ? Object.keys(forgotten.set) : [];
    expect(columns.filter((column) => !tables.get(name)?.includes(column))).toEqual([]);
  });

  it('has every table of DynamoDB, and no other: say in src/modules/privacy/personal-items.ts whose its items are', () => {
    expect(Object.keys(PERSONAL_ITEMS).sort()).toEqual([...TABLE_NAMES].sort());
  });

  it('finds items by keys that are there', () => {
    const wrong = TABLE_NAMES.flatMap((name) => {
      const declared = PERSONAL_ITEMS[name];
      const { hashKey, globalIndexes = [] } = TABLES[name];
      const keys = [`:${hashKey.name}`, ...globalIndexes.map((index) => `${index.name}:${index.hashKey.name}`)];
      const roles = declared && 'by' in declared ? declared.by : [];
      return roles.map(({ index = '', key }) => `${index}:${key}`).filter((role) => !keys.includes(role));
    });
    expect(wrong).toEqual([]);
  });

  it('has a condition on $1 for every table that is read, and an order', () => {
    const wrong = personal.filter(([, { rows, order }]) => !rows.includes('$1') || order.length !== 2);
    expect(wrong.map(([name]) => name)).toEqual([]);
  });
});
