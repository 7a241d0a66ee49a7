import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { accessSync, constants, statfsSync } from 'node:fs';
import { loadConfig } from '../src/platform/config/config.ts';
import { createClient } from '../src/platform/dynamodb/client.ts';
import { TABLE_NAMES } from '../src/platform/dynamodb/tables.ts';
import { migrationStatus } from '../src/platform/postgres/migrator.ts';
import { dynamoDbLocation, MIGRATIONS } from './data-steps.ts';
import { installedJava } from './local-stack/dynamodb.ts';
import type { AppEnvironment } from './local-stack/environment.ts';

/** One thing that must be so: it returns what it found, or throws what is wrong; the mend says what to do then. */
export interface Examination {
  readonly name: string;
  readonly mend: string;
  readonly examine: () => Promise<string>;
}

const OLDEST_NODE = 24;
const OLDEST_JAVA = 11;
const FREE_DISK_BYTES = 1_000_000_000;
const CLOCK_SKEW_MS = 2000;
const CONNECT_DEADLINE_MS = 3000;
const UP = 'npm run stack:up';

/** What the machine needs, then what the stores need, in the order in which a mend helps. */
export function examinations(environment: AppEnvironment, stateDir: string): Examination[] {
  const url = environment.DATABASE_URL ?? '';
  return [
    {
      name: 'Node',
      mend: `npm ci on Linux brings Node ${OLDEST_NODE}; elsewhere install it (.nvmrc)`,
      examine: nodeVersion,
    },
    {
      name: 'Java',
      mend: 'apt-get install openjdk-17-jre-headless, or set DYNAMODB_ENDPOINT',
      examine: () => java(environment),
    },
    { name: 'disk', mend: 'free some space, or make the folder writable', examine: async () => disk(stateDir) },
    {
      name: 'configuration',
      mend: 'correct the variables named (.env.example lists them all)',
      examine: async () => configuration(environment),
    },
    { name: 'PostgreSQL', mend: UP, examine: () => withPostgres(url, postgresVersion) },
    { name: 'DynamoDB', mend: UP, examine: () => reachable(environment.DYNAMODB_ENDPOINT) },
    { name: 'Redis', mend: `${UP} (the app also runs without)`, examine: () => redis(environment.REDIS_URL) },
    { name: 'migrations', mend: 'npm run migrate', examine: () => migrations(environment.DATABASE_OWNER_URL ?? url) },
    {
      name: 'tables',
      mend: 'npm start creates them, and so does node dist/migrate.js',
      examine: () => tables(environment),
    },
    {
      name: 'clock',
      mend: 'set the clock of the machine or of the database server (NTP)',
      examine: () => withPostgres(url, clock),
    },
  ];
}

async function nodeVersion(): Promise<string> {
  const found = process.versions.node;
  if (Number(found.split('.')[0]) < OLDEST_NODE) throw new Error(`scripts run on ${found}, which is too old`);
  return found;
}

async function java(environment: AppEnvironment): Promise<string> {
  const found = await installedJava();
  const needed = environment.DYNAMODB_ENDPOINT === undefined || environment.DYNAMODB_ENDPOINT.includes('127.0.0.1');
  if (found !== undefined && found.major >= OLDEST_JAVA) return String(found.major);
  if (!needed) return 'not needed';
  throw new Error(`DynamoDB Local needs Java ${OLDEST_JAVA}; found ${found?.major ?? 'none'}`);
}

function disk(folder: string): string {
  accessSync(folder, constants.W_OK);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const inWords = `${(free / 1e9).toFixed(1)} GB free`;
  if (free < FREE_DISK_BYTES) throw new Error(`only ${inWords} in ${folder}`);
  return inWords;
}

function configuration(environment: AppEnvironment): string {
  loadConfig({ ...environment });
  return `${Object.keys(environment).length} variables`;
}

async function withPostgres(databaseUrl: string, ask: (client: Client) => Promise<string>): Promise<string> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_DEADLINE_MS });
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}

async function postgresVersion(client: Client): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  return rows[0]?.server_version ?? 'unknown';
}

async function clock(client: Client): Promise<string> {
  const before = Date.now();
  const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now');
  const ours = (before + Date.now()) / 2;
  const skewMs = Math.round(Math.abs(Number(rows[0]?.now) - ours));
  if (skewMs >= CLOCK_SKEW_MS) throw new Error(`the database's clock differs by ${skewMs} ms`);
  return `within ${skewMs} ms of the database's`;
}

async function reachable(endpoint: string | undefined): Promise<string> {
  if (endpoint === undefined) return 'AWS';
  const response = await fetch(endpoint, { signal: AbortSignal.timeout(CONNECT_DEADLINE_MS) });
  await response.arrayBuffer();
  return endpoint;
}

async function redis(url: string | undefined): Promise<string> {
  if (url === undefined) return 'not used';
  const client = new Redis(url, { lazyConnect: true, connectTimeout: CONNECT_DEADLINE_MS, retryStrategy: () => null });
  client.on('error', () => undefined); // connect() below reports it
  try {
    await client.connect();
    return await client.ping();
  } finally {
    client.disconnect();
  }
}

async function migrations(databaseUrl: string): Promise<string> {
  const status = await migrationStatus({ databaseUrl, ...MIGRATIONS });
  const trouble = Object.entries({ ...status }).filter(([, names]) => names.length > 0);
  if (trouble.length > 0) throw new Error(trouble.map(([what, names]) => `${what}: ${names.join(', ')}`).join('; '));
  return 'all applied';
}

async function tables(environment: AppEnvironment): Promise<string> {
  const location = dynamoDbLocation(environment);
  const client = createClient(location);
  try {
    const found = await Promise.allSettled(
      TABLE_NAMES.map((name) => client.send(new DescribeTableCommand({ TableName: `${location.tablePrefix}${name}` }))),
    );
    const missing = TABLE_NAMES.filter((_, index) => found[index]?.status === 'rejected');
    if (missing.length > 0) throw new Error(`missing: ${missing.join(', ')}`);
    return `${TABLE_NAMES.length} present`;
  } finally {
    client.destroy();
  }
}
