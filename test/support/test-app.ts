import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { type BuildApp, createApp } from '../../src/create-app.ts';
import { loadConfig } from '../../src/platform/config/index.ts';
import { actAsNobody } from '../../src/platform/postgres/index.ts';
import { Clock } from '../../src/shared/clock.ts';
import { type RequestOptions, send, type TestResponse } from './http-client.ts';
import { testEnvironment } from './test-environment.ts';
import { createTestStores } from './test-stores.ts';

type Token<T> = (abstract new (...parameters: never[]) => T) | symbol | string;

export interface TestAppOptions {
  /** Environment variables that differ from the tests' own. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** More modules, for instance with a controller that fails on purpose. */
  readonly modules?: readonly Type[];
  /** Providers of the outside world to put in the place of the real ones, by token. */
  readonly overrides?: ReadonlyMap<Token<unknown>, unknown>;
}

export interface TestApp {
  /** Where it listens, such as http://127.0.0.1:40123, without the API's prefix. */
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  get<T>(token: Token<T>): T;
  /** `path` is below /api/v1, such as /wallets, unless it begins with /api, /health, /docs or /openapi. */
  request<T = Record<string, unknown>>(
    method: string,
    path: string,
    options?: RequestOptions,
  ): Promise<TestResponse<T>>;
  /** Stops the application and leaves its stores as they are. */
  stop(): Promise<void>;
  /** Stops the application and removes its database, tables and keys. */
  close(): Promise<void>;
}

const LOG_LEVEL = process.env['TEST_LOG_LEVEL'] ?? 'silent';
const SHUTDOWN_GRACE_MS = '2000';

/** The real application, in this process, on stores of its own. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const stores = await createTestStores();
  const overrides = { LOG_LEVEL, SHUTDOWN_GRACE_MS, ...stores.environment, ...options.environment };
  const environment = testEnvironment(overrides);
  const app = await actAsNobody(() => start(environment, options)).catch(async (error: unknown) => {
    await stores.drop();
    throw error;
  });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= app.close());
  const url = (await app.getUrl()).replace('localhost', '127.0.0.1');
  return {
    url,
    app,
    environment,
    get: (token) => app.get(token, { strict: false }),
    request: <T>(method: string, path: string, requestOptions?: RequestOptions) =>
      send<T>(url, method, path, requestOptions),
    stop,
    close: async () => {
      await stop();
      await stores.drop();
    },
  };
}

async function start(environment: NodeJS.ProcessEnv, options: TestAppOptions): Promise<NestFastifyApplication> {
  const app = await createApp(loadConfig(environment), {
    build: buildWith(options.modules ?? [], overridesOf(options)),
  });
  await app.listen(0, '127.0.0.1');
  return app;
}

function overridesOf({
  clock,
  overrides = new Map<Token<unknown>, unknown>(),
}: TestAppOptions): Map<Token<unknown>, unknown> {
  return new Map<Token<unknown>, unknown>([...(clock === undefined ? [] : [[Clock, clock] as const]), ...overrides]);
}

function buildWith(modules: readonly Type[], overrides: ReadonlyMap<Token<unknown>, unknown>): BuildApp {
  return async (module, adapter, nestOptions) => {
    const builder = Test.createTestingModule({ imports: [module, ...modules] });
    for (const [token, value] of overrides) builder.overrideProvider(token).useValue(value);
    const compiled = await builder.compile();
    return compiled.createNestApplication<NestFastifyApplication>(adapter, nestOptions);
  };
}
