import type { DynamicModule, NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger, PinoLogger } from 'nestjs-pino';
import { AppModule } from './app.module.ts';
import type { Config } from './platform/config/index.ts';
import { configureHttp } from './platform/http/configure-http.ts';
import { scopeRequests } from './platform/http/scope-requests.ts';
import { createAdapter } from './platform/http/fastify-adapter.ts';
import {
  followRequests,
  guardBindings,
  logRequests,
  measureRequests,
  Metrics,
} from './platform/observability/index.ts';

/** Turns the modules into an application. Tests give their own, to put a held clock in the place of the real one. */
export type BuildApp = (
  module: DynamicModule,
  adapter: FastifyAdapter,
  options: NestApplicationOptions,
) => Promise<NestFastifyApplication>;

export interface CreateAppOptions {
  readonly build?: BuildApp;
}

/** The whole application, created and not yet listening. Nothing has connected to a store: that happens on `init`. */
export async function createApp(
  config: Config,
  { build = buildWithNest }: CreateAppOptions = {},
): Promise<NestFastifyApplication> {
  const options = { bufferLogs: true, bodyParser: false, abortOnError: false, autoFlushLogs: true };
  const app = await build(AppModule.with(config), createAdapter(config), options);
  app.useLogger(app.get(Logger));
  const instance = app.getHttpAdapter().getInstance();
  measureRequests(instance, app.get(Metrics));
  logRequests(instance, guardBindings(PinoLogger.root));
  followRequests(instance);
  scopeRequests(instance);
  configureHttp(app);
  return app;
}

function buildWithNest(...[module, adapter, options]: Parameters<BuildApp>): Promise<NestFastifyApplication> {
  return NestFactory.create<NestFastifyApplication>(module, adapter, options);
}
