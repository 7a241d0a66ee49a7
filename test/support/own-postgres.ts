import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { findOrLaunch } from '../../scripts/local-stack/launch.ts';
import { postgres } from '../../scripts/local-stack/postgres.ts';
import { discardStack } from '../../scripts/local-stack/postgres-user.ts';
import { isRunning, stopProcess } from '../../scripts/local-stack/processes.ts';
import { Progress } from '../../scripts/local-stack/progress.ts';
import { localSecrets } from '../../scripts/local-stack/secrets.ts';
import { readState } from '../../scripts/local-stack/state.ts';
import type { StackContext } from '../../scripts/local-stack/store.ts';

/** SIGKILL of the server's first process, whose others end by themselves; or `pg_ctl stop -m immediate`. */
export type Crash = 'SIGKILL' | 'SIGQUIT';

const CRASH_DEADLINE_MS = 30_000;

/** A PostgreSQL server of the test's own, on disk, which it may crash and start again on the same port. */
export class OwnPostgres {
  private constructor(
    private readonly stack: StackContext,
    private readonly port: number,
  ) {}

  static async start(): Promise<OwnPostgres> {
    const stateDir = mkdtempSync(join(tmpdir(), 'trivet-postgres-'));
    const [secrets, progress] = [localSecrets(stateDir), new Progress(true)];
    const stack = { root: process.cwd(), stateDir, inMemory: true, secrets, progress };
    const { port } = await findOrLaunch(postgres, stack);
    return new OwnPostgres(stack, port);
  }

  /** As who may make databases. */
  get url(): string {
    return postgres.ownerUrl?.(this.port, this.stack.secrets) ?? postgres.url(this.port, this.stack.secrets);
  }

  /** Ends it without a checkpoint, whatever it is at: the next start recovers from its log. */
  async crash(how: Crash): Promise<void> {
    const { postgres: server } = readState(this.stack.stateDir).processes;
    if (!isRunning(server) || server === undefined) throw new Error('PostgreSQL does not run');
    if (!(await stopProcess(server, [{ signal: how, deadlineMs: CRASH_DEADLINE_MS }])))
      throw new Error(`PostgreSQL survived ${how}`);
  }

  async startAgain(): Promise<void> {
    const { port } = await findOrLaunch(postgres, this.stack);
    if (port !== this.port) throw new Error(`PostgreSQL came back on port ${port}, not ${this.port}`);
  }

  /** What the server says of a setting. */
  async setting(name: string): Promise<string> {
    const client = new Client({ connectionString: this.url });
    await client.connect();
    try {
      const { rows } = await client.query<{ value: string }>('select current_setting($1) as value', [name]);
      return rows[0]?.value ?? '';
    } finally {
      await client.end();
    }
  }

  async end(): Promise<void> {
    const { postgres: server } = readState(this.stack.stateDir).processes;
    if (server) await stopProcess(server, postgres.stopSignals);
    discardStack(this.stack.root, this.stack.stateDir);
  }
}
