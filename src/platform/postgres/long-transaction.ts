import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';
import { inTransaction } from './open-transactions.ts';

/** The pool's limit on how long an answer may take is shorter than that on these statements; this one is later. */
const ANSWER_MARGIN_MS = 2_000;

/** Asks one statement of a long transaction. */
export type LongQuery = <Row extends QueryResultRow>(
  text: string,
  values?: readonly unknown[],
) => Promise<QueryResult<Row>>;

/**
 * Runs `work` on one connection, in a transaction whose statements may each take `limitMs`: for what reads all there is. Not
 * run again when it fails.
 */
export async function longTransaction<T>(
  pool: Pool,
  { begin = 'begin', limitMs }: { begin?: string; limitMs: number },
  work: (query: LongQuery) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let trouble: Error | undefined;
  try {
    await client.query(begin);
    await client.query(`set local statement_timeout = ${limitMs}`);
    const done = await inTransaction(() => work(patientQuery(client, limitMs + ANSWER_MARGIN_MS)));
    await client.query('commit');
    return done;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (trouble = failure));
    throw error;
  } finally {
    // A connection whose transaction we could not end is closed, and not given to the next.
    client.release(trouble);
  }
}

function patientQuery(client: PoolClient, answerTimeoutMs: number): LongQuery {
  return <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) => {
    const statement = { text, values: [...values], query_timeout: answerTimeoutMs };
    return client.query<Row>(statement);
  };
}
