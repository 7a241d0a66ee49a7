import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../platform/postgres/index.ts';
import { commandJson } from './command-json.ts';
import type { LedgerCommand, LedgerRefusal, Verdict } from './core/index.ts';

interface VerdictRow {
  readonly position: number;
  readonly outcome: 'posted' | 'exists' | 'refused';
  readonly code: LedgerRefusal | null;
}

interface OnceRow {
  readonly once: { state: 'done' | 'replayed' | 'reused'; ids?: string[]; results?: VerdictRow[] };
}

/** The outcome of a batch under an idempotency key; `ids` are those of the batch that was posted first. */
export type OnceOutcome =
  | { readonly state: 'reused' }
  | { readonly state: 'done' | 'replayed'; readonly ids: readonly string[]; readonly verdicts: readonly Verdict[] };

/** The two doors to ledger_post, the only writer of entries. */
@Injectable()
export class PostingsRepository {
  constructor(private readonly postgres: Postgres) {}

  /** Posts inside of the caller's transaction. */
  async postIn(tx: Tx, commands: readonly LedgerCommand[], at: Date): Promise<Verdict[]> {
    const batch = JSON.stringify(commands.map(commandJson));
    return verdicts(await tx.$queryRaw<VerdictRow[]>`select * from ledger_post(${batch}::jsonb, ${at}::timestamptz)`);
  }

  /** Posts in a transaction of its own: one statement, one round trip. */
  async post(commands: readonly LedgerCommand[], at: Date): Promise<Verdict[]> {
    const batch = JSON.stringify(commands.map(commandJson));
    const { rows } = await this.postgres.query<VerdictRow>({
      name: 'ledger-post',
      text: 'select * from ledger_post($1::jsonb, $2::timestamptz)',
      values: [batch, at],
    });
    return verdicts(rows);
  }

  /** Posts in a transaction of its own, once under `scope`: a second call gets the first one's outcome. */
  async postOnce(
    scope: string,
    fingerprint: string,
    commands: readonly LedgerCommand[],
    at: Date,
  ): Promise<OnceOutcome> {
    const batch = JSON.stringify(commands.map(commandJson));
    const { rows } = await this.postgres.query<OnceRow>({
      name: 'ledger-post-once',
      text: 'select ledger_post_once($1, $2, $3::jsonb, $4::timestamptz) as once',
      values: [scope, fingerprint, batch, at],
    });
    const once = rows[0]?.once;
    if (!once || once.state === 'reused') return { state: 'reused' };
    return { state: once.state, ids: once.ids ?? [], verdicts: verdicts(once.results ?? []) };
  }
}

function verdicts(rows: readonly VerdictRow[]): Verdict[] {
  const ordered = [...rows].sort((a, b) => a.position - b.position);
  return ordered.map(({ outcome, code }) =>
    outcome === 'refused' && code ? { outcome, code } : ({ outcome } as Verdict),
  );
}
