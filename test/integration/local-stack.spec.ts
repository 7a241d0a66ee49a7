import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { withLock } from '../../scripts/local-stack/lock.ts';
import { appPorts } from '../../scripts/local-stack/environment.ts';
import { bringDown, wasStopped } from '../../scripts/local-stack/index.ts';
import { choosePort } from '../../scripts/local-stack/ports.ts';
import { discardStack } from '../../scripts/local-stack/postgres-user.ts';
import { identityOf, isRunning, stopProcess, type ProcessRecord } from '../../scripts/local-stack/processes.ts';
import { Progress } from '../../scripts/local-stack/progress.ts';
import { readState, rememberPort, rememberProcess } from '../../scripts/local-stack/state.ts';
import { waitUntil } from '../../scripts/local-stack/wait.ts';
import { PATIENCE_MS } from '../support/patience.ts';

// Real: PostgreSQL, DynamoDB Local and Redis of a stack of its own, in a folder with a space in its name.

const STOP = [{ signal: 'SIGKILL', deadlineMs: PATIENCE_MS }] as const;

interface StackReport {
  readonly ok: boolean;
  readonly error?: string;
  readonly environment: Record<string, string>;
  readonly stores: Record<
    'postgres' | 'dynamodb' | 'redis',
    { readonly url: string; readonly ownerUrl?: string; readonly from: string }
  >;
}

jest.setTimeout(300_000); // six servers may have to start on a busy machine

let stateDir: string;
const children: ChildProcess[] = [];
const servers: Server[] = [];

async function script<T>(name: string, environment: NodeJS.ProcessEnv = {}): Promise<T> {
  const {
    DATABASE_URL: _database,
    DATABASE_OWNER_URL: _owner,
    DYNAMODB_ENDPOINT: _dynamodb,
    REDIS_URL: _redis,
    NODE_OPTIONS: _options,
    ...rest
  } = process.env;
  const child = spawn(process.execPath, [`scripts/${name}.ts`, '--json', '--state', stateDir], {
    env: { ...rest, ...environment },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(output) as T;
}

const up = (environment?: NodeJS.ProcessEnv): Promise<StackReport> => script<StackReport>('stack-up', environment);
const stop = (): Promise<{ ended: string[] }> => script('stack-stop');

async function query<T extends object>(databaseUrl: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

function bystander(): ProcessRecord {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
  children.push(child);
  return { pid: child.pid ?? 0, identity: identityOf(child.pid ?? 0) ?? '' };
}

function occupy(port: number): Promise<number> {
  const server = createServer();
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'trivet stack '));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  await stop();
  discardStack(process.cwd(), stateDir);
});

describe('a port', () => {
  it('is the remembered one while that is free, and another when it is taken', async () => {
    const taken = await occupy(0);
    const free = await choosePort([]);
    expect(await choosePort([free])).toBe(free);
    expect(await choosePort([taken, undefined, free])).toBe(free);
    expect(await choosePort([taken])).not.toBe(taken);
  });
});

describe('the app', () => {
  it('takes its usual port again once that is free, whatever it took last time', async () => {
    const other = await choosePort([]);
    rememberPort(stateDir, 'app', other);
    const expected = async () => ((await choosePort([3000])) === 3000 ? 3000 : other);
    const before = await expected();
    const { app } = await appPorts(stateDir, false);
    // Somebody else may take it, or let go of it, meanwhile.
    expect([before, await expected()]).toContain(app);
  });

  it('was stopped when the stack was brought down, and not when it ended by itself', async () => {
    const app = bystander();
    rememberProcess(stateDir, 'app', app);
    expect(await wasStopped(stateDir, app, new Progress(true))).toBe(false);
    await bringDown(stateDir, new Progress(true), ['app']);
    expect(await wasStopped(stateDir, app, new Progress(true))).toBe(true);
  });
});

describe('a remembered process', () => {
  it('is not signalled when its pid belongs to another process by now', async () => {
    const process = bystander();
    const stale = { pid: process.pid, identity: 'an earlier boot:1' };
    expect(isRunning(stale)).toBe(false);
    expect(await stopProcess(stale, STOP)).toBe(true);
    expect(isRunning(process)).toBe(true);
  });

  it('is ended even while it is suspended', async () => {
    const process = bystander();
    children.at(-1)?.kill('SIGSTOP');
    expect(await stopProcess(process, [{ signal: 'SIGTERM', deadlineMs: PATIENCE_MS }])).toBe(true);
  });
});

describe('the lock', () => {
  it('is taken over from a holder that died', async () => {
    const file = join(stateDir, 'a.lock');
    writeFileSync(file, JSON.stringify({ pid: process.pid, identity: 'an earlier boot:1' }));
    expect(
      await withLock(
        file,
        async () => 'done',
        () => undefined,
      ),
    ).toBe('done');
    expect(existsSync(file)).toBe(false);
  });

  it('is waited for while its holder lives', async () => {
    const file = join(stateDir, 'a.lock');
    const order: string[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const first = withLock(
      file,
      () => held.then(() => order.push('first')),
      () => undefined,
    );
    const second = withLock(
      file,
      async () => order.push('second'),
      () => release(),
    );
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
  });

  it('is given up on at the deadline, with the holder named', async () => {
    const file = join(stateDir, 'a.lock');
    const holder = bystander();
    writeFileSync(file, JSON.stringify(holder));
    await expect(
      withLock(
        file,
        async () => 1,
        () => undefined,
        100,
      ),
    ).rejects.toThrow(`pid ${holder.pid}`);
  });
});

describe('the stack', () => {
  it('is started once by two starts at the same time, and answers', async () => {
    const [one, other] = await Promise.all([up(), up()]);
    expect(one.environment).toEqual(other.environment);
    const from = [one, other].map(({ stores }) => stores.postgres.from).sort();
    expect(from).toEqual(['running', 'started']);
    const { url, ownerUrl = '' } = one.stores.postgres;
    expect(await query(url, 'select current_user')).toEqual([{ current_user: 'trivet_login' }]);
    expect(await query(ownerUrl, 'select current_user')).toEqual([{ current_user: 'trivet' }]);
  });

  it('finds its data, ports and secrets again after a stop', async () => {
    const before = await up();
    await query(before.stores.postgres.ownerUrl ?? '', 'create table kept as select 42 as answer');
    expect((await stop()).ended).toEqual(['PostgreSQL', 'DynamoDB Local', 'Redis']);
    expect((await stop()).ended).toEqual([]);
    const after = await up();
    expect(after.environment).toEqual(before.environment);
    expect(await query(after.stores.postgres.ownerUrl ?? '', 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('recovers every commit after its stores were killed, on other ports when theirs were taken meanwhile', async () => {
    const before = await up();
    await query(before.stores.postgres.ownerUrl ?? '', 'create table kept as select 42 as answer');
    const { processes, ports } = readState(stateDir);
    for (const record of Object.values(processes)) process.kill(record.pid, 'SIGKILL');
    await waitUntil(() => Object.values(processes).every((record) => !isRunning(record)), PATIENCE_MS);
    await occupy(ports.redis ?? 0);
    const after = await up();
    expect(await query(after.stores.postgres.ownerUrl ?? '', 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect(after.stores.redis.url).not.toBe(before.stores.redis.url);
  });

  it('uses a store that the environment names, and does not end it', async () => {
    const port = await occupy(0);
    const { stores } = await up({ REDIS_URL: `redis://127.0.0.1:${port}` });
    expect(stores.redis).toEqual({ url: `redis://127.0.0.1:${port}`, from: 'environment' });
    expect((await stop()).ended).toEqual(['PostgreSQL', 'DynamoDB Local']);
  });

  it('says which variable is wrong when nothing answers there', async () => {
    const port = await choosePort([]);
    const report = await up({ DATABASE_URL: `postgresql://nobody@127.0.0.1:${port}/nothing` });
    expect(report.ok).toBe(false);
    expect(report.error).toContain('unset DATABASE_URL');
  });

  it('keeps its secrets from everyone else, and marks them so that production refuses them', async () => {
    const { environment } = await up();
    const file = join(stateDir, 'secrets.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(environment.SIGNING_SECRET).toMatch(/^demo-/);
    expect(readFileSync(join(stateDir, 'stack.json'), 'utf8')).not.toContain(environment.SIGNING_SECRET);
  });
});
