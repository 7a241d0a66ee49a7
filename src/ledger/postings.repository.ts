import { Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Postgres, sqlStateOf, withTransactionRetry, type Tx } from '../platform/postgres/index.ts';
import { COMMAND_ATTRIBUTES, encodeCommands } from './command-binary.ts';
import { commandJson } from './command-json.ts';
import type { LedgerCommand, LedgerRefusal, Verdict } from './core/index.ts';
import type { RefusalCode } from '../shared/refusal.ts';
import type { DryRun } from './dry-run.ts';
import type { Posted, PostItem } from './post-item.ts';
import { notesOf } from './posting-note.ts';

interface VerdictRow {
  readonly position: number;
  readonly outcome: 'posted' | 'exists' | 'refused';
  readonly code: LedgerRefusal | null;
}

/** Null for what was posted, `exists`, or why not. */
type Code = LedgerRefusal | 'exists' | null;

/** What ledger_post_items says of an item that was not simply posted. */
interface Exception {
  readonly item: number;
  readonly state?: 'replayed' | 'reused';
  readonly codes?: readonly Code[];
  readonly outcome?: {
    readonly ids: readonly string[];
    readonly codes?: readonly Code[];
    /** What was refused under the claim before the ledger was asked. */
    readonly refusal?: RefusalCode;
  };
}

interface DryRunRow {
  readonly run: {
    readonly results: readonly VerdictRow[];
    readonly postings: readonly Record<
      'transferId' | 'accountId' | 'amount' | 'balanceBefore' | 'balanceAfter',
      string
    >[];
    readonly accounts: readonly AccountAfter[];
  };
}

interface AccountAfter {
  readonly id: string;
  readonly posted: string;
  readonly available: string | null;
}

const UNIQUE_VIOLATION = '23505';
/** An account that somebody keeps locked holds up the batch that wants it for so long. */
const LOCK_TIMEOUT_MS = 1_000;
/** And then each part of that batch for so long, until those who want it are found and refused, and all others posted. */
const HURRIED_LOCK_TIMEOUT_MS = 25;
const LOCK_NOT_AVAILABLE = '55P03';
const ITEMS_FAULTS = /^(21|22|23|40|54|LG)/;

/** The doors to the SQL functions that write entries; there are no others. */
@Injectable()
export class PostingsRepository {
  /** What group commit uses: connections of its own, so that no other query makes money wait. */
  static readonly CONNECTIONS = 2;
  private readonly pool: Pool;
  private readonly hurriedPool: Pool;
  private commandType: number | undefined;

  constructor(private readonly postgres: Postgres) {
    this.pool = postgres.dedicated(PostingsRepository.CONNECTIONS, LOCK_TIMEOUT_MS);
    this.hurriedPool = postgres.dedicated(PostingsRepository.CONNECTIONS, HURRIED_LOCK_TIMEOUT_MS);
  }

  /** Posts inside of the caller's transaction. */
  async postIn(tx: Tx, commands: readonly LedgerCommand[], at: Date): Promise<Verdict[]> {
    const batch = JSON.stringify(commands.map(commandJson));
    return verdictsOf(await tx.$queryRaw<VerdictRow[]>`select * from ledger_post(${batch}::jsonb, ${at}::timestamptz)`);
  }

  /** Posts many callers' items in one transaction of its own: one statement, one round trip. An answer for each item, in order. */
  async write(items: readonly PostItem[], at: Date, hurried: boolean): Promise<Posted[]> {
    const batch = items.flatMap(({ commands }, item) => commands.map((command) => ({ ...commandJson(command), item })));
    const statement = {
      name: 'ledger-post-noted',
      text: 'select ledger_post_noted($1::ledger_command[], $2::uuid[], $3::uuid[], $4::timestamptz, $5) as answer',
      values: [
        encodeCommands(batch, (this.commandType ??= await this.readCommandType())),
        items.map(({ claim }) => claim?.scope ?? null),
        items.map(({ claim }) => claim?.fingerprint ?? null),
        at,
        notesOf(items),
      ],
    };
    const pool = hurried ? this.hurriedPool : this.pool;
    // Another batch may take an id at the same moment; the second time it is seen.
    const { rows } = await withTransactionRetry(
      () => pool.query<{ answer: { at: string; items: Exception[] } }>(statement),
      [UNIQUE_VIOLATION],
    );
    const { answer } = rows[0] ?? {};
    if (!answer) throw new Error('ledger_post_items gave no answer');
    const exceptions = new Map(answer.items.map((exception) => [exception.item, exception]));
    const writtenAt = new Date(answer.at);
    return items.map(({ commands }, index) => postedOf(exceptions.get(index), commands.length, writtenAt));
  }

  /** What a batch would do; nothing is written. On the connections of everybody, for nobody's money waits for it. */
  async dryRun(commands: readonly LedgerCommand[], at: Date): Promise<DryRun> {
    const { rows } = await this.postgres.query<DryRunRow>({
      text: 'select ledger_dry_run($1::jsonb, $2::timestamptz) as run',
      values: [JSON.stringify(commands.map(commandJson)), at],
    });
    const { results = [], postings = [], accounts = [] } = rows[0]?.run ?? {};
    return {
      verdicts: verdictsOf(results),
      postings: postings.map(({ transferId, accountId, ...sums }) => ({
        transferId,
        accountId,
        amount: BigInt(sums.amount),
        balanceBefore: BigInt(sums.balanceBefore),
        balanceAfter: BigInt(sums.balanceAfter),
      })),
      available: new Map(accounts.map(({ id, available }) => [id, available === null ? null : BigInt(available)])),
    };
  }

  // Names are not in the binary format: a type with the same attributes in another order would be filled wrongly.
  private async readCommandType(): Promise<number> {
    const { rows } = await this.pool.query<{ oid: number; attributes: string[] }>(
      `select 'ledger_command'::regtype::oid as oid, array_agg(attname::text order by attnum) as attributes
         from pg_attribute where attrelid = 'ledger_command'::regclass and not attisdropped`,
    );
    const [found] = rows;
    if (!found || found.attributes.join() !== COMMAND_ATTRIBUTES.join())
      throw new Error('ledger_command in PostgreSQL is not what this code was written for: was a migration left out?');
    return found.oid;
  }

  async close(): Promise<void> {
    await Promise.all([this.pool.end(), this.hurriedPool.end()]);
  }
}

/** Whether it is about what a batch says or wants to lock, rather than PostgreSQL being away, full or stopped. */
export function isItemsFault(error: unknown): boolean {
  return isLocked(error) || ITEMS_FAULTS.test(sqlStateOf(error) ?? '');
}

/** Whether somebody else keeps locked what an item wants. */
export function isLocked(error: unknown): boolean {
  return sqlStateOf(error) === LOCK_NOT_AVAILABLE;
}

function postedOf(exception: Exception | undefined, size: number, writtenAt: Date): Posted {
  if (exception?.state === 'reused') return { state: 'reused' };
  if (exception?.state === 'replayed') {
    const { ids = [], codes, refusal } = exception.outcome ?? {};
    if (refusal) return { state: 'refused', refusal };
    return { state: 'replayed', ids, verdicts: (codes ?? ids.map(() => null)).map(verdictOf) };
  }
  const codes = exception?.codes ?? new Array<Code>(size).fill(null);
  return { state: 'posted', writtenAt, verdicts: codes.map(verdictOf) };
}

function verdictsOf(rows: readonly VerdictRow[]): Verdict[] {
  const ordered = [...rows].sort((a, b) => a.position - b.position);
  return ordered.map(({ outcome, code }) => verdictOf(outcome === 'exists' ? outcome : code));
}

function verdictOf(code: Code): Verdict {
  if (code === null) return { outcome: 'posted' };
  return code === 'exists' ? { outcome: 'exists' } : { outcome: 'refused', code };
}
