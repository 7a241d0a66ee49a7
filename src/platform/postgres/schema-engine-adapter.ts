import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { Pool, types, type QueryArrayConfig, type QueryArrayResult } from 'pg';

const POOL_SIZE = 2;
const LETTER: number = types.builtins.CHAR;
const TEXT: number = types.builtins.TEXT;

/** Prisma's adapter with two mends that the schema engine needs; its owner ends the pool. */
export class SchemaEngineAdapterFactory extends PrismaPg {
  readonly pool: Pool;
  private readonly letters: LetterColumns;

  constructor(databaseUrl: string) {
    const letters = new LetterColumns();
    const pool = new Pool({ connectionString: databaseUrl, max: POOL_SIZE });
    const query = pool.query.bind(pool);
    const noting = async (config: QueryArrayConfig): Promise<QueryArrayResult> =>
      letters.note(config.text, await query(config));
    super(Object.assign(pool, { query: noting }));
    this.pool = pool;
    this.letters = letters;
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    const { letters } = this;
    const queryRaw = adapter.queryRaw.bind(adapter);
    const mends: Pick<SqlDriverAdapter, 'queryRaw' | 'executeScript'> = {
      queryRaw: async (query) => letters.restore(query.sql, await queryRaw(query)),
      // The adapter cuts a script at every semicolon, even inside a function's body, and commits the pieces one by one.
      // Sent whole, PostgreSQL runs it in one transaction: a migration is applied or it is not.
      executeScript: async (script) => {
        await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
      },
    };
    return Object.assign(adapter, mends);
  }
}

/** The adapter refuses the catalogue's one-letter type "char", and the engine expects it: it passes as text and is restored. */
class LetterColumns {
  private readonly bySql = new Map<string, number[]>();

  note(sql: string, result: QueryArrayResult): QueryArrayResult {
    const fields = [result].flat().at(-1)?.fields ?? [];
    const columns = fields.flatMap((field, index) => (field.dataTypeID === LETTER ? [index] : []));
    for (const field of fields) if (field.dataTypeID === LETTER) field.dataTypeID = TEXT;
    if (columns.length > 0) this.bySql.set(sql, columns);
    return result;
  }

  restore<T extends Awaited<ReturnType<SqlDriverAdapter['queryRaw']>>>(sql: string, result: T): T {
    for (const column of this.bySql.get(sql) ?? []) result.columnTypes[column] = ColumnTypeEnum.Character;
    return result;
  }
}
