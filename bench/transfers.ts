// npm run bench: POST /api/v1/transfers beside a bare Fastify server with the same SQL, interleaved, on stores of their own.
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startApp } from '../scripts/app-process.ts';
import { build } from '../scripts/build-steps.ts';
import { prepareDatabases } from '../scripts/data-steps.ts';
import { runMain } from '../scripts/local-stack/command-line.ts';
import { bringDown, bringUp, projectRoot, type Stack } from '../scripts/local-stack/index.ts';
import { discardStack } from '../scripts/local-stack/postgres-user.ts';
import { Progress } from '../scripts/local-stack/progress.ts';
import { Ids } from '../src/shared/ids.ts';
import { load, type Measured, type Target } from './load.ts';
import { payers, type Payer } from './people.ts';

const CALLERS = 64;
const PEOPLE = 64;
const ROUNDS = 3;
const SECONDS = 8;
const WARM_UP_SECONDS = 3;
const GENEROUS = { RATE_LIMIT_SCALE: '1000000', JOBS: 'off', LOG_LEVEL: 'warn', DEMO: 'off' };

const progress = new Progress(false);
const ids = new Ids();

runMain(async () => {
  await build(progress);
  const stateDir = join(projectRoot(), '.local', 'bench');
  let bare: ChildProcess | undefined;
  try {
    const started = await bringUp({ stateDir, inMemory: true, progress, callerEnvironment: {} });
    const stack: Stack = { ...started, environment: { ...started.environment, ...GENEROUS } };
    await prepareDatabases(stack.environment, progress);
    await progress.step('Starting Trivet', () => startApp(stack));
    const people = await payers(`http://127.0.0.1:${stack.environment.PORT}`, PEOPLE);
    bare = fork('bench/bare-server.ts', { env: { ...process.env, ...stack.environment } });
    const barePort = await portOf(bare);
    print(await measure(Number(stack.environment.PORT), barePort, people));
    await verify(stack);
  } finally {
    bare?.disconnect();
    await bringDown(stateDir, progress);
    discardStack(projectRoot(), stateDir);
  }
});

async function measure(
  apiPort: number,
  barePort: number,
  people: readonly Payer[],
): Promise<Record<string, Measured[]>> {
  const targets: Record<string, Target> = {
    'POST /api/v1/transfers': transfersTo(apiPort, '/api/v1/transfers', people),
    'bare Fastify, same SQL': transfersTo(barePort, '/transfers', people),
  };
  const measured: Record<string, Measured[]> = {};
  for (const [name, target] of Object.entries(targets))
    await load(target, CALLERS, WARM_UP_SECONDS).then(() => (measured[name] = []));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, target] of Object.entries(targets)) measured[name]?.push(await load(target, CALLERS, SECONDS));
  }
  return measured;
}

/** Everybody pays their neighbour, so that the load is spread evenly over the wallets. */
function transfersTo(port: number, path: string, people: readonly Payer[]): Target {
  return {
    ...{ port, path },
    message: (n) => {
      const [from, to] = [people[n % people.length], people[(n + 1) % people.length]];
      const body = {
        id: ids.next(),
        fromWalletId: from?.walletId,
        toWalletId: to?.walletId,
        amount: 1,
        currency: 'INR',
      };
      const headers = { authorization: `Bearer ${from?.token ?? ''}`, 'idempotency-key': randomUUID() };
      return { headers, body: JSON.stringify(body) };
    },
  };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('exit', () => reject(new Error('the bare server ended')));
  });
}

function print(measured: Record<string, Measured[]>): void {
  const rows = Object.entries(measured).map(([name, runs]) => ({ name, ...median(runs) }));
  const limit = rows.at(-1)?.perSecond ?? 1;
  process.stdout.write(
    `\n${cpus().length} × ${cpus()[0]?.model.trim()}, load ${loadavg()[0]?.toFixed(1)}, ${CALLERS} callers, median of ${ROUNDS} interleaved runs of ${SECONDS} s\n\n`,
  );
  process.stdout.write(
    `${'what'.padEnd(28)}${'per second'.padStart(12)}${'p50 ms'.padStart(10)}${'p99 ms'.padStart(10)}${'failed'.padStart(8)}${'ratio'.padStart(8)}\n`,
  );
  for (const { name, perSecond, p50Ms, p99Ms, failed } of rows) {
    const cells = [perSecond.toFixed(0).padStart(12), p50Ms.toFixed(1).padStart(10), p99Ms.toFixed(1).padStart(10)];
    process.stdout.write(
      `${name.padEnd(28)}${cells.join('')}${String(failed).padStart(8)}${(perSecond / limit).toFixed(2).padStart(8)}\n`,
    );
  }
}

function median(runs: readonly Measured[]): Measured {
  const sorted = [...runs].sort((a, b) => a.perSecond - b.perSecond);
  return sorted[Math.floor(sorted.length / 2)] ?? { perSecond: 0, p50Ms: 0, p99Ms: 0, failed: 0 };
}

/** A fast ledger that is wrong is not fast: the sums must hold after the load. */
async function verify({ environment }: Stack): Promise<void> {
  const client = new Client({ connectionString: environment.DATABASE_URL });
  await client.connect();
  const { rows } = await client.query<{ broken: number; transfers: number; per: number }>(`
    select (select count(*) from (select asset from ledger_account group by asset having sum(posted) <> 0) b)::int
         + (select count(*) from ledger_account a where posted <> (select coalesce(sum(amount), 0) from ledger_entry e where e.account_id = a.id))::int as broken,
           (select count(*) from ledger_transfer)::int as transfers,
           ((pg_total_relation_size('ledger_transfer') + (select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = 'ledger_entry'::regclass))
             / (select count(*) from ledger_transfer))::int as per`);
  await client.end();
  const { broken, transfers, per } = rows[0] ?? { broken: 1, transfers: 0, per: 0 };
  process.stdout.write(`\n${transfers} transfers, ${per} bytes each with their indexes, ${broken} broken invariants\n`);
  if (broken > 0) process.exitCode = 1;
}
