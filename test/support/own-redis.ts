import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choosePort } from '../../scripts/local-stack/ports.ts';
import {
  isRunning,
  type ProcessPlan,
  type ProcessRecord,
  signalProcess,
  startProcess,
  stopProcess,
} from '../../scripts/local-stack/processes.ts';
import { Progress } from '../../scripts/local-stack/progress.ts';
import { redis } from '../../scripts/local-stack/redis.ts';
import { localSecrets } from '../../scripts/local-stack/secrets.ts';
import type { StackContext } from '../../scripts/local-stack/store.ts';
import { waitUntil } from '../../scripts/local-stack/wait.ts';

const START_DEADLINE_MS = 30_000;
const KILL = [{ signal: 'SIGKILL', deadlineMs: 30_000 }] as const;

/** A Redis server of the test's own, which it may kill, suspend and start again on the same port. */
export class OwnRedis {
  private process: ProcessRecord | undefined;

  private constructor(
    private readonly port: number,
    private readonly stack: StackContext,
    private readonly plan: ProcessPlan,
  ) {}

  static async start(): Promise<OwnRedis> {
    const folder = mkdtempSync(join(tmpdir(), 'trivet-redis-'));
    const [secrets, progress] = [localSecrets(folder), new Progress(true)];
    const stack = { root: process.cwd(), stateDir: folder, inMemory: true, secrets, progress };
    const planFor = await redis.prepare(stack);
    const port = await choosePort([]);
    const server = new OwnRedis(port, stack, planFor(port));
    await server.startAgain();
    return server;
  }

  get url(): string {
    return redis.url(this.port, this.stack.secrets);
  }

  /** Ends it without a warning: what it held is lost. */
  async kill(): Promise<void> {
    if (this.process && !(await stopProcess(this.process, KILL))) throw new Error('Redis survived SIGKILL');
    this.process = undefined;
  }

  async startAgain(): Promise<void> {
    const started = await startProcess(this.plan);
    this.process = started;
    const ready = await waitUntil(async () => {
      return isRunning(started) && (await redis.isReady(this.port, this.stack));
    }, START_DEADLINE_MS);
    if (!ready) throw new Error(`Redis does not answer on port ${this.port}`);
  }

  /** It keeps its connections and answers nobody. */
  suspend(): void {
    if (this.process) signalProcess(this.process, 'SIGSTOP');
  }

  resume(): void {
    if (this.process) signalProcess(this.process, 'SIGCONT');
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.stack.stateDir, { recursive: true, force: true });
  }
}
