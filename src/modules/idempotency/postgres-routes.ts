import { Injectable, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ApplicationConfig, DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { IDEMPOTENT_KEY, type IdempotentOptions } from './idempotent-request.ts';

type Handler = (...args: unknown[]) => unknown;

/** The routes whose keys are claimed in PostgreSQL, found by their `@Idempotent({ record: 'postgres' })`. */
@Injectable()
export class PostgresRoutes {
  private routes: readonly string[] | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
    private readonly application: ApplicationConfig,
  ) {}

  /** Method and path template, as a request's route says it: `POST /api/v1/transfers`. */
  list(): readonly string[] {
    this.routes ??= this.discovery.getControllers().flatMap(({ metatype }) => this.routesOf(metatype as Type));
    return this.routes;
  }

  private routesOf(controller: Type): string[] {
    const prototype = controller.prototype as Record<string, Handler>;
    const base = this.reflector.get<string | undefined>(PATH_METADATA, controller) ?? '';
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (handler === undefined) return [];
      const options = this.reflector.get<IdempotentOptions | undefined>(IDEMPOTENT_KEY, handler);
      if (options?.record !== 'postgres') return [];
      const method = RequestMethod[this.reflector.get<RequestMethod>(METHOD_METADATA, handler)];
      const path = this.reflector.get<string>(PATH_METADATA, handler);
      return [`${method} ${joined([this.application.getGlobalPrefix(), base, path])}`];
    });
  }
}

function joined(parts: readonly string[]): string {
  const segments = parts.flatMap((part) => part.split('/')).filter((segment) => segment !== '');
  return `/${segments.join('/')}`;
}
