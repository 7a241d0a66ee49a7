import type { ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { loadConfig, ConfigModule, type Config } from '../../src/platform/config/index.ts';
import { CoreModule } from '../../src/platform/core.module.ts';
import { CryptoModule } from '../../src/platform/crypto/index.ts';
import { DynamoDbModule } from '../../src/platform/dynamodb/index.ts';
import { EventsModule } from '../../src/platform/events/index.ts';
import { createAdapter } from '../../src/platform/http/fastify-adapter.ts';
import { HttpModule } from '../../src/platform/http/http.module.ts';
import { ProblemFilter } from '../../src/platform/http/problem.filter.ts';
import { JobsModule } from '../../src/platform/jobs/index.ts';
import { PagingModule } from '../../src/platform/paging/index.ts';
import { PostgresModule } from '../../src/platform/postgres/index.ts';
import { RateLimitModule } from '../../src/platform/rate-limit/index.ts';
import { RedisModule } from '../../src/platform/redis/index.ts';
import { Clock } from '../../src/shared/clock.ts';
import { TestClock } from '../support/test-clock.ts';
import { testEnvironment } from '../support/test-environment.ts';
import { createTestStores } from '../support/test-stores.ts';
import { PATIENCE_MS } from '../support/patience.ts';

/** Stores of one test file: its own database, tables and Redis keys, in the running servers. */
export interface Stores {
  readonly environment: NodeJS.ProcessEnv;
  drop(): Promise<void>;
}

export async function openStores(): Promise<Stores> {
  const stores = await createTestStores();
  return { environment: testEnvironment({ ...stores.environment }), drop: () => stores.drop() };
}

export interface PlatformApp {
  readonly app: NestFastifyApplication;
  readonly http: FastifyInstance;
  readonly config: Config;
  readonly clock: TestClock;
}

export interface PlatformAppOptions extends ModuleMetadata {
  readonly environment?: Record<string, string>;
}

/** The platform without the products: the real stores, the real HTTP edge, and whatever a test adds. */
export async function startPlatformApp(stores: Stores, options: PlatformAppOptions = {}): Promise<PlatformApp> {
  const { environment = {}, imports = [], ...metadata } = options;
  const clock = new TestClock();
  const config = loadConfig({ ...stores.environment, ...environment });
  const platform = [
    ...[ConfigModule.with(config), CoreModule, HttpModule, PostgresModule, DynamoDbModule, RedisModule],
    ...[PagingModule, JobsModule, EventsModule, RateLimitModule, CryptoModule],
  ];
  const module = await Test.createTestingModule({ imports: [...platform, ...imports], ...metadata })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(createAdapter(config), {
    logger: false,
    bodyParser: false,
  });
  app.setGlobalPrefix('api/v1');
  app.useGlobalFilters(new ProblemFilter());
  await app.init().catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  const http = app.getHttpAdapter().getInstance();
  await http.ready();
  return { app, http, config, clock };
}

const POLL_MS = 10;

/** Waits until `look` gives something, at most `deadlineMs`. */
export async function eventually<T>(
  look: () => Promise<T | undefined> | T | undefined,
  deadlineMs = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`nothing was seen within ${deadlineMs} ms`);
}
