import { Client, Pool, type PoolConfig } from 'pg';
import { secondConnection } from './open-transactions.ts';
import { ScopedQuery, type StatementConfig, type TransactionScope } from './scoped-query.ts';

type Callback = (error: Error | undefined, result: unknown) => void;

/** The driver's connection, with what its types leave out. */
interface DriverClient {
  query(query: ScopedQuery, values?: undefined, callback?: Callback): unknown;
  getTransactionStatus(): string | null;
  /** Whether no answer is still to come. */
  readonly readyForQuery: boolean;
  end(): Promise<void>;
}

interface DriverPool {
  query(query: ScopedQuery): Promise<unknown>;
  connect(callback?: (...given: unknown[]) => void): Promise<unknown>;
  on(event: 'release', listener: (error: Error | undefined, client: ScopedClient) => void): unknown;
}

const IN_TRANSACTION = 'T';
const OUTSIDE_TRANSACTION = 'I';
const DriverClient = Client as unknown as new (config?: unknown) => DriverClient;
const DriverPool = Pool as unknown as new (config: PoolConfig) => DriverPool;

/** A connection whose statements say on whose behalf they run. */
class ScopedClient extends DriverClient {
  private readonly transaction: TransactionScope = {
    isOpen: () => this.getTransactionStatus() === IN_TRANSACTION,
    began: undefined,
    told: false,
  };

  override query(asked: string | StatementConfig | ScopedQuery, values?: unknown[], callback?: Callback): unknown {
    // The pool made it, and waits for its callback.
    if (asked instanceof ScopedQuery) return this.give(asked, callback);
    return new Promise((resolve, reject) => {
      const answered: Callback = (error, result) => (error ? reject(error) : resolve(result));
      this.give(new ScopedQuery(asked, values, answered));
    });
  }

  /** Whether whoever has it next finds nothing of whoever had it last. */
  isClean(): boolean {
    return this.readyForQuery && this.getTransactionStatus() === OUTSIDE_TRANSACTION;
  }

  private give(query: ScopedQuery, callback?: Callback): unknown {
    query.transaction = this.transaction;
    return super.query(query, undefined, callback);
  }
}

/**
 * A pool whose statements say on whose behalf they run. Whose that is is found out when a statement is asked for: a connection may
 * come free in the middle of somebody else's request.
 */
class ScopedPool extends DriverPool {
  constructor(
    config: PoolConfig,
    private readonly onMistake: (mistake: Error) => void,
  ) {
    super(config);
    // Who waited in vain for the answer to a rollback gives the connection back all the same, with the transaction still open.
    this.on('release', (_error, client) => {
      if (!client.isClean()) client.end().catch(() => undefined);
    });
  }

  // Every query of the pool's comes by here too.
  override connect(callback?: (...given: unknown[]) => void): Promise<unknown> {
    const mistake = secondConnection();
    if (mistake) this.onMistake(mistake);
    return super.connect(callback);
  }

  override query(asked: string | StatementConfig | ScopedQuery, values?: unknown[]): Promise<unknown> {
    return super.query(asked instanceof ScopedQuery ? asked : new ScopedQuery(asked, values));
  }
}

/** `onMistake` hears of who asks for a connection inside of a transaction, before they get it; what it throws they get instead. */
export function scopedPool(config: PoolConfig, onMistake: (mistake: Error) => void): Pool {
  const Client = ScopedClient as unknown as PoolConfig['Client'];
  return new ScopedPool({ ...config, Client }, onMistake) as unknown as Pool;
}
