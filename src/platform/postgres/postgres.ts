import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool, type QueryConfig, type QueryResult, type QueryResultRow } from 'pg';
import { CONFIG, type Config } from '../config/index.ts';
import { PrismaClient } from './prisma-client.ts';
import { withTransactionRetry, type TransactionLimits, type Tx } from './transaction.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 30_000;
const STATEMENT_TIMEOUT_MS = 15_000;
/** Later than the server's own limit: a server that is silent, or behind a broken network, says nothing of its limit. */
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 2_000;
const TRANSACTION_TIMEOUT_MS = 15_000;
const TRANSACTION_MAX_WAIT_MS = 10_000;
/** Later than the transaction's own limit: it frees the locks of a process that died without its connection's end being seen. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 20_000;

/**
 * PostgreSQL: one pool, shared by Prisma (everything but posting) and by raw SQL (the ledger). Reporting reads may go to
 * a replica, which is the primary when none is configured.
 */
@Injectable()
export class Postgres implements OnApplicationShutdown {
  readonly pool: Pool;
  readonly replica: Pool;
  readonly prisma: PrismaClient;
  private readonly logger = new Logger(Postgres.name);

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.pool = this.open(config.postgres.url, config.postgres.poolSize);
    this.replica = config.postgres.replicaUrl
      ? this.open(config.postgres.replicaUrl, config.postgres.poolSize)
      : this.pool;
    this.prisma = new PrismaClient({ adapter: new PrismaPg(this.pool), errorFormat: 'minimal' });
  }

  /**
   * Runs `work` in one transaction. It is run again from its start, a bounded number of times, on a serialization failure
   * or a deadlock, so `work` must do nothing that a rollback does not undo.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, { lockTimeoutMs }: TransactionLimits = {}): Promise<T> {
    const limited = async (tx: Tx): Promise<T> => {
      if (lockTimeoutMs !== undefined)
        await tx.$queryRaw`select set_config('lock_timeout', ${`${lockTimeoutMs}ms`}, true)`;
      return work(tx);
    };
    return withTransactionRetry(() =>
      this.prisma.$transaction(limited, { timeout: TRANSACTION_TIMEOUT_MS, maxWait: TRANSACTION_MAX_WAIT_MS }),
    );
  }

  /** One raw statement, its own transaction, with the same bounded retry. */
  query<Row extends QueryResultRow>(statement: QueryConfig): Promise<QueryResult<Row>> {
    return withTransactionRetry(() => this.pool.query<Row>(statement));
  }

  /**
   * Connections to the primary for one purpose, apart from the pool, that wait so long for a lock. Whoever asks for them
   * closes them.
   */
  dedicated(connections: number, lockTimeoutMs: number): Pool {
    return this.open(this.config.postgres.url, connections, lockTimeoutMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.prisma.$disconnect();
    await this.pool.end();
    if (this.replica !== this.pool) await this.replica.end();
  }

  private open(connectionString: string, max: number, lockTimeoutMs?: number): Pool {
    const pool = new Pool({
      connectionString: inUtc(connectionString),
      max,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      idleTimeoutMillis: IDLE_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      lock_timeout: lockTimeoutMs,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      application_name: 'trivet',
    });
    // The pool listens to idle connections alone. One that ends between two statements of a transaction would end the
    // process, though its next statement fails anyway.
    pool.on('connect', (client) => client.on('error', () => undefined));
    // An idle connection that the server closed is not a reason to end the process; the next query opens another.
    pool.on('error', (error) => this.logger.warn(`idle connection lost: ${error.message}`));
    return pool;
  }
}

// Prisma writes and reads times without an offset, and means UTC. What a server, a database or a role says of its zone must
// not count. In the URL, because the driver lets the URL's own options win over any that stand beside it.
function inUtc(connectionString: string): string {
  const url = new URL(connectionString);
  const given = url.searchParams.get('options');
  url.searchParams.set('options', given ? `${given} -c TimeZone=UTC` : '-c TimeZone=UTC');
  return url.toString();
}
