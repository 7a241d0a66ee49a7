import { type Connection, Query, type QueryConfig } from 'pg';
import { currentScope, type RowScope } from './row-scope.ts';

/** What a connection knows of the transaction that is open on it. */
export interface TransactionScope {
  readonly isOpen: () => boolean;
  /** On whose behalf it began. */
  began: RowScope;
  /** Whether PostgreSQL was told. */
  told: boolean;
}

export interface StatementConfig extends QueryConfig {
  /** How long its answer may take, when that is not what the pool says. */
  readonly query_timeout?: number;
}

type Callback = (error: Error | undefined, result: unknown) => void;

/** The driver's own query, with what its types leave out. */
interface DriverQuery {
  name: string | undefined;
  queryMode: string | undefined;
  submit(connection: Connection): Error | null;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
  handleError(error: Error, connection: Connection): void;
}

/** Messages to the server, as the driver sends them. */
interface Messages {
  readonly stream: { cork(): void; uncork(): void };
  parse(statement: { readonly text: string }): void;
  bind(portal: { readonly values?: readonly string[] }): void;
  execute(portal: object): void;
}

const DriverQuery = Query as unknown as new (
  config: StatementConfig,
  values?: readonly unknown[],
  callback?: Callback,
) => DriverQuery;

// What begins, ends and marks transactions touches no row.
const CONTROL = /^\s*(begin|start\s+transaction|commit|rollback|savepoint|release|set)\b/i;
const BEGIN = /^\s*(begin|start\s+transaction)\b/i;

/**
 * A statement that says on whose behalf it runs, in the same round trip: what is sent up to one Sync is one transaction, so that what
 * was said goes before the statement, holds for it, and is gone after it. In a transaction it is said once, and is of whom it began.
 */
export class ScopedQuery extends DriverQuery {
  /** Where the driver looks for it. */
  readonly query_timeout: number | undefined;
  /** Of the connection that it is given to. */
  transaction: TransactionScope | undefined;
  private readonly scope = currentScope();
  private readonly statement: string;
  private prefaceIsDue = false;

  constructor(config: string | StatementConfig, values?: readonly unknown[], callback?: Callback) {
    const asked = typeof config === 'string' ? { text: config } : config;
    super(asked, values, callback);
    this.statement = asked.text;
    this.query_timeout = asked.query_timeout;
  }

  override submit(connection: Connection): Error | null {
    const { transaction } = this;
    if (transaction && BEGIN.test(this.statement)) Object.assign(transaction, { began: this.scope, told: false });
    const open = transaction?.isOpen() === true;
    const scope = open ? transaction.began : this.scope;
    if (!scope || CONTROL.test(this.statement) || (open && transaction.told)) return super.submit(connection);
    if (transaction) transaction.told = open;
    return this.submitAs(scope, connection);
  }

  override handleDataRow(message: unknown): void {
    if (!this.prefaceIsDue) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Connection): void {
    if (!this.prefaceIsDue) return super.handleCommandComplete(message, connection);
    this.prefaceIsDue = false;
  }

  // A savepoint that is gone back to takes with it what was said after it.
  override handleError(error: Error, connection: Connection): void {
    if (this.transaction) this.transaction.told = false;
    super.handleError(error, connection);
  }

  private submitAs(scope: NonNullable<RowScope>, connection: Connection): Error | null {
    const messages = connection as unknown as Messages;
    // The driver would take the answer to the preface for the statement's, and remember it as prepared under its name.
    this.name = undefined;
    this.queryMode = 'extended';
    this.prefaceIsDue = true;
    messages.stream.cork();
    try {
      if ('person' in scope) {
        messages.parse({ text: `select set_config('trivet.person', $1, true)` });
        messages.bind({ values: [scope.person] });
      } else {
        messages.parse({ text: 'set local role trivet_system' });
        messages.bind({});
      }
      messages.execute({});
      return super.submit(connection);
    } finally {
      messages.stream.uncork();
    }
  }
}
