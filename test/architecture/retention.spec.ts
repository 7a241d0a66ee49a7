import { readFileSync } from 'node:fs';
import { TABLE_NAMES, TABLES } from '../../src/platform/dynamodb/tables.ts';
import { keptSeconds, RETENTION, type Retention } from '../../src/shared/retention.ts';
import { NOT_BY_AGE, OWN_TIME } from './kept-tables.ts';
import { linesLike, repositoryFiles, typescriptFiles } from './source-files.ts';

const entries = Object.entries(RETENTION) as [keyof typeof RETENTION, Retention][];
const code = typescriptFiles('src').filter(({ path }) => !path.endsWith('.spec.ts'));
const jobs = linesLike(code, /name: '([a-z-]+)'/).map((line) => /name: '([a-z-]+)'/.exec(line)?.[1] ?? '');
const deleters = linesLike(code, /delete from [a-z_]+/).map((line) => /delete from ([a-z_]+)/.exec(line)?.[1] ?? '');

describe('the declaration of what is kept for how long', () => {
  it('names tables of the schema and of DynamoDB', () => {
    const schema = readFileSync('prisma/schema.prisma', 'utf8');
    const wrong = entries.filter(([, { store, where }]) => {
      if (store === 'postgresql') return !schema.includes(`@@map("${where}")`);
      return store === 'dynamodb' && !TABLE_NAMES.some((name) => name === where);
    });
    expect(wrong).toEqual([]);
  });

  it('has every table of DynamoDB that has a time to live, and no other: say it in src/shared/retention.ts', () => {
    const living = TABLE_NAMES.filter((name) => TABLES[name].ttlAttribute !== undefined);
    const declared = entries.filter(([, { store }]) => store === 'dynamodb').map(([, { where }]) => where);
    expect([...declared, ...Object.keys(OWN_TIME)].sort()).toEqual([...living].sort());
  });

  it('names jobs that are there', () => {
    const named = entries.flatMap(([, { by }]) => (typeof by === 'object' ? [by.job] : []));
    expect(named.filter((name) => !jobs.includes(name))).toEqual([]);
  });

  it('has every table that a statement deletes from because of its age: say it in src/shared/retention.ts', () => {
    const declared: string[] = entries.map(([, { where }]) => where);
    const unknown = deleters.filter((table) => !declared.includes(table) && !Object.hasOwn(NOT_BY_AGE, table));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it('is where each time comes from', () => {
    const used = linesLike(code, /RETENTION\.\w+\.keptMs|keptSeconds\('\w+'\)/).join('\n');
    const unused = entries.filter(
      ([name]) => !used.includes(`RETENTION.${name}.`) && !used.includes(`keptSeconds('${name}')`),
    );
    expect(unused.map(([name]) => name)).toEqual([]);
  });

  it('gives whole seconds', () => {
    expect(entries.filter(([name]) => !Number.isSafeInteger(keptSeconds(name)) || keptSeconds(name) <= 0)).toEqual([]);
  });

  it('keeps under a legal hold what is a person’s, or says why not', () => {
    const heldTables = entries.flatMap(([, { where, held }]) => (held === true && where !== 'app_user' ? [where] : []));
    const statements = [...code, ...repositoryFiles().filter(({ path }) => path.endsWith('migration.sql'))];
    const sweeps = linesLike(statements, /not is_held\(/).length;
    expect(heldTables.length).toBe(sweeps);
    expect(entries.filter(([, { held }]) => held !== true && held.length < 10)).toEqual([]);
  });
});
