import helmet from 'helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Drain } from './drain.ts';
import { GLOBAL_PREFIX } from './global-prefix.ts';
import { installHooks } from './hooks.ts';
import { serveOpenApi } from './openapi/serve.ts';

const UNPREFIXED = ['health/live', 'health/ready'];

/** Swagger UI needs its own script, inline styles and data images; nothing else is ever loaded from us. */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** The HTTP edge of an application that is created and not yet initialised. CORS stays off: no browser origin is trusted. */
export function configureHttp(app: NestFastifyApplication): void {
  app.setGlobalPrefix(GLOBAL_PREFIX, { exclude: UNPREFIXED });
  const instance = app.getHttpAdapter().getInstance();
  installHooks(instance, app.get(Drain));
  // Once, and not once a request, which is what its Fastify plugin does.
  const protect = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    referrerPolicy: { policy: 'no-referrer' },
  });
  instance.addHook('onRequest', (request, reply, done) =>
    protect(request.raw, reply.raw, (error) => done(error as Error)),
  );
  serveOpenApi(app);
}
