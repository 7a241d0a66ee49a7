import type { ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { IN_PERSON_KEY, PERMISSION_KEY, PUBLIC_KEY, SYSTEM_KEY } from './access.ts';
import type { PermissionName } from './permissions.ts';
import type { SystemReason } from '../postgres/index.ts';

/** The permission that the handler names. */
export function permissionOf(reflector: Reflector, context: ExecutionContext): PermissionName | undefined {
  return reflector.get<PermissionName | undefined>(PERMISSION_KEY, context.getHandler());
}

/** Whether anyone may call the handler. One that names a permission is never public, even in a public controller. */
export function isPublic(reflector: Reflector, context: ExecutionContext): boolean {
  if (permissionOf(reflector, context)) return false;
  return (
    reflector.getAllAndOverride<boolean | undefined>(PUBLIC_KEY, [context.getHandler(), context.getClass()]) === true
  );
}

/** Whether only somebody who signed in may call the handler, and no API key. */
export function isInPerson(reflector: Reflector, context: ExecutionContext): boolean {
  const marked = [context.getHandler(), context.getClass()];
  return reflector.getAllAndOverride<boolean | undefined>(IN_PERSON_KEY, marked) === true;
}

/** Why the public handler may see the rows of all people, if it may. */
export function systemReasonOf(reflector: Reflector, context: ExecutionContext): SystemReason | undefined {
  return reflector.get<SystemReason | undefined>(SYSTEM_KEY, context.getHandler());
}
