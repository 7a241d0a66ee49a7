import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Pool, type PoolConfig, type QueryConfig, type QueryResult, type QueryResultRow } from 'pg';
import { CONFIG, type Config } from '../config/index.ts';
import { openPrisma } from './open-prisma.ts';
import { inTransaction } from './open-transactions.ts';
import type { PrismaClient } from './prisma-client.ts';
import { refusePower } from './refuse-power.ts';
import { scopedPool } from './scoped-pool.ts';
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
const SESSION = '-c TimeZone=UTC -c role=trivet_app';

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
    const { url, replicaUrl, poolSize: max } = config.postgres;
    this.pool = this.scoped(url, max);
    this.replica = replicaUrl ? this.scoped(replicaUrl, max) : this.pool;
    this.prisma = openPrisma(this.pool);
  }

  /**
   * Runs `work` in one transaction. It is run again from its start, a bounded number of times, on a serialization failure
   * or a deadlock, so `work` must do nothing that a rollback does not undo, and read by the transaction alone.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, { lockTimeoutMs }: TransactionLimits = {}): Promise<T> {
    const limited = async (tx: Tx): Promise<T> => {
      if (lockTimeoutMs !== undefined)
        await tx.$queryRaw`select set_config('lock_timeout', ${`${lockTimeoutMs}ms`}, true)`;
      return inTransaction(() => work(tx));
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
   * closes them. Their statements run on behalf of nobody: they call functions that have rights of their own.
   */
  dedicated(connections: number, lockTimeoutMs: number): Pool {
    return this.watched(
      new Pool({ ...this.settings(this.config.postgres.url, connections), lock_timeout: lockTimeoutMs }),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.prisma.$disconnect();
    await this.pool.end();
    if (this.replica !== this.pool) await this.replica.end();
  }

  // Whoever makes the mistake hears of it where it is made. In production it is told and goes on: mostly there are connections left.
  private scoped(url: string, max: number): Pool {
    const onMistake = (mistake: Error): void => {
      if (!this.config.production) throw mistake;
      this.logger.error(mistake.message, mistake.stack);
    };
    return this.watched(scopedPool(this.settings(url, max), onMistake));
  }

  private settings(connectionString: string, max: number): PoolConfig {
    return {
      connectionString: withSession(connectionString),
      max,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      idleTimeoutMillis: IDLE_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      application_name: 'trivet',
      ...(this.config.production && { verify: refusePower }),
    };
  }

  private watched(pool: Pool): Pool {
    // The pool listens to idle connections alone. One that ends between two statements of a transaction would end the
    // process, though its next statement fails anyway.
    pool.on('connect', (client) => client.on('error', () => undefined));
    // An idle connection that the server closed is not a reason to end the process; the next query opens another.
    pool.on('error', (error) => this.logger.warn(`idle connection lost: ${error.message}`));
    return pool;
  }
}

// Prisma writes and reads times without an offset, and means UTC. What a server, a database or a role says of its zone must
// not count. And whoever we connect as, we are the role that rows are kept from. In the URL, because the driver lets the URL's own
// options win over any that stand beside it.
function withSession(connectionString: string): string {
  const url = new URL(connectionString);
  const given = url.searchParams.get('options');
  url.searchParams.set('options', given ? `${given} ${SESSION}` : SESSION);
  return url.toString();
}
