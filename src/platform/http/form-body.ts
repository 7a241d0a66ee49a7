import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../../shared/refusal.ts';
import { requireAcceptableBody } from './json-body.ts';

export const FORM_TYPE = 'application/x-www-form-urlencoded';
const MAX_FORM_BYTES = 65_536;

/** The route also takes what a browser's form sends: from another's site, so only where that is wanted. */
export function AcceptsForm(): MethodDecorator {
  return RouteConfig({ acceptsForm: true });
}

/** Reads forms on the routes that take them; on all others they are refused like every other type that is no JSON. */
export function acceptForms(instance: FastifyInstance): void {
  const options = { parseAs: 'string', bodyLimit: MAX_FORM_BYTES } as const;
  instance.addContentTypeParser(FORM_TYPE, options, (request, text: string, done) => {
    try {
      done(null, fieldsOf(request, text));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
}

function fieldsOf(request: FastifyRequest, text: string): Record<string, unknown> {
  const config = request.routeOptions.config as { readonly acceptsForm?: boolean };
  if (config.acceptsForm !== true) throw refuse('unsupported_media_type');
  const fields = [...new URLSearchParams(text)];
  const names = fields.map(([name]) => name);
  if (new Set(names).size < names.length) throw refuse('malformed_request', 'A field of the form comes twice');
  const body: Record<string, unknown> = Object.fromEntries(fields);
  requireAcceptableBody(body);
  return body;
}
