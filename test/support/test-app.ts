import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { type BuildApp, createApp } from '../../src/create-app.ts';
import { loadConfig } from '../../src/platform/config/index.ts';
import { Clock } from '../../src/shared/clock.ts';
import { type RequestOptions, send, type TestResponse } from './http-client.ts';
import { createTestStores } from './test-stores.ts';

type Token<T> = (abstract new (...parameters: never[]) => T) | symbol | string;

export interface TestAppOptions {
  /** Environment variables that differ from the tests' own. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** Providers of the outside world to put in the place of the real ones, by token. */
  readonly overrides?: ReadonlyMap<Token<unknown>, unknown>;
}

export interface TestApp {
  /** Where it listens, such as http://127.0.0.1:40123, without the API's prefix. */
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly environment: Readonly<Record<string, string>>;
  get<T>(token: Token<T>): T;
  /** `path` is relative to /api/v1 unless it is a whole URL's path such as /health/live given with `root: true`. */
  request(method: string, path: string, options?: RequestOptions): Promise<TestResponse>;
  /** Stops the application and removes its database, tables and keys. */
  close(): Promise<void>;
}

const SECRETS = {
  JWT_PRIVATE_KEY: generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString(),
  SIGNING_SECRET: randomBytes(32).toString('hex'),
  ENCRYPTION_KEY: randomBytes(32).toString('base64'),
};

const ENVIRONMENT = {
  NODE_ENV: 'test',
  HOST: '127.0.0.1',
  PORT: '0',
  METRICS_PORT: '0',
  LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
  JOBS: 'off',
  DEMO: 'off',
  SHUTDOWN_GRACE_MS: '2000',
  DATABASE_POOL_SIZE: '10',
};

/** The real application, in this process, on stores of its own. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const stores = await createTestStores();
  const environment = { ...ENVIRONMENT, ...SECRETS, ...stores.environment, ...options.environment };
  const app = await start(environment, options).catch(async (error: unknown) => {
    await stores.drop();
    throw error;
  });
  const url = (await app.getUrl()).replace('localhost', '127.0.0.1');
  return {
    url,
    app,
    environment,
    get: (token) => app.get(token, { strict: false }),
    request: (method, path, requestOptions) => send(url, method, path, requestOptions),
    close: async () => {
      await app.close();
      await stores.drop();
    },
  };
}

async function start(environment: Record<string, string>, options: TestAppOptions): Promise<NestFastifyApplication> {
  const app = await createApp(loadConfig(environment), { build: buildWithOverrides(overridesOf(options)) });
  await app.listen(0, '127.0.0.1');
  return app;
}

function overridesOf({ clock, overrides = new Map<Token<unknown>, unknown>() }: TestAppOptions): Map<Token<unknown>, unknown> {
  return new Map<Token<unknown>, unknown>([...(clock === undefined ? [] : [[Clock, clock] as const]), ...overrides]);
}

function buildWithOverrides(overrides: ReadonlyMap<Token<unknown>, unknown>): BuildApp {
  return async (module, adapter, nestOptions) => {
    const builder = Test.createTestingModule({ imports: [module] });
    for (const [token, value] of overrides) builder.overrideProvider(token).useValue(value);
    const compiled = await builder.compile();
    return compiled.createNestApplication<NestFastifyApplication>(adapter, nestOptions);
  };
}
