import { type DynamicModule, Module } from '@nestjs/common';
import { type Config, ConfigModule } from './platform/config/index.ts';
import { CoreModule } from './platform/core.module.ts';
import { DynamoDbModule } from './platform/dynamodb/index.ts';
import { HttpModule } from './platform/http/http.module.ts';
import { ObservabilityModule } from './platform/observability/index.ts';
import { PostgresModule } from './platform/postgres/index.ts';
import { RateLimitModule } from './platform/rate-limit/index.ts';
import { RedisModule } from './platform/redis/index.ts';

/** Plumbing: each is global, and any module may use it. */
const PLATFORM = [
  CoreModule,
  HttpModule,
  ObservabilityModule,
  PostgresModule,
  DynamoDbModule,
  RedisModule,
  RateLimitModule,
];

/** The business, lowest tier first: a module imports only from those above it in this list. */
const MODULES = [] as const;

/** The composition root: the only list of modules. */
@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return { module: AppModule, imports: [ConfigModule.with(config), ...PLATFORM, ...MODULES] };
  }
}
