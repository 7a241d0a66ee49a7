import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { refuse } from '../../shared/refusal.ts';
import type { Principal } from '../../shared/principal.ts';
import type { SystemReason } from '../postgres/index.ts';
import type { PermissionName } from './permissions.ts';

export const PUBLIC_KEY = 'trivet:public';
export const SYSTEM_KEY = 'trivet:system';
export const PERMISSION_KEY = 'trivet:permission';
export const IN_PERSON_KEY = 'trivet:in-person';
export const STEP_UP_KEY = 'trivet:step-up';

/** The header that carries an API key. */
export const API_KEY_HEADER = 'x-api-key';

/** The OpenAPI extension that says which permission an operation needs. */
export const PERMISSION_EXTENSION = 'x-permission';

/** The one that says that an operation takes no API key. */
export const IN_PERSON_EXTENSION = 'x-in-person';

/** The one that says that an operation asks for a recent proof of who is there. */
export const STEP_UP_EXTENSION = 'x-step-up';

/** What a request carries once it is authenticated. The authentication guard sets `user`. */
export interface AuthenticatedRequest extends FastifyRequest {
  user?: Principal;
}

/** Anyone may call this handler. A handler that says neither this nor `@Permission` is refused to everybody. */
export function Public(): MethodDecorator & ClassDecorator {
  return SetMetadata(PUBLIC_KEY, true);
}

/** This public handler may see the rows of all people, for this reason. Without it, a public handler sees those of nobody. */
export function ActsForAll(reason: SystemReason): MethodDecorator {
  return SetMetadata(SYSTEM_KEY, reason);
}

/** Callers with this permission may call this handler. */
export function Permission(name: PermissionName): MethodDecorator {
  return applyDecorators(SetMetadata(PERMISSION_KEY, name), ApiExtension(PERMISSION_EXTENSION, name));
}

/**
 * Only somebody who signed in may call this handler, or those of this controller: no API key, whatever it may. For what decides who
 * somebody is and what they may: sessions, passwords, second factors, keys, roles. A key that leaked must not make itself at home.
 */
export function InPerson(): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(IN_PERSON_KEY, true), ApiExtension(IN_PERSON_EXTENSION, true));
}

/**
 * Only who has proved lately who they are may call this handler: a token that was stolen, or a browser that was left open, is not
 * enough, and a key proves nobody. For what cannot be made good: credentials, keys, roles. Refuses `step_up_required`, and
 * `api_key_not_accepted`.
 */
export function StepUp(): MethodDecorator & ClassDecorator {
  return applyDecorators(InPerson(), SetMetadata(STEP_UP_KEY, true), ApiExtension(STEP_UP_EXTENSION, true));
}

/** The caller's `Principal`. Refuses `unauthenticated` on a route that nobody authenticated. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const { user } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!user) throw refuse('unauthenticated');
  return user;
});
