import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Drain } from './drain.ts';
import { GLOBAL_PREFIX } from './global-prefix.ts';
import { installHooks } from './hooks.ts';
import { serveOpenApi } from './openapi/serve.ts';

const UNPREFIXED = ['health/live', 'health/ready'];

/** The HTTP edge of an application that is created and not yet initialised. CORS stays off: no browser origin is trusted. */
export function configureHttp(app: NestFastifyApplication): void {
  app.setGlobalPrefix(GLOBAL_PREFIX, { exclude: UNPREFIXED });
  installHooks(app.getHttpAdapter().getInstance(), app.get(Drain));
  serveOpenApi(app);
}
