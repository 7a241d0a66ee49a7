import { type CanActivate, type ExecutionContext, Injectable, Logger } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { isInPerson, isPublic, permissionOf } from '../../platform/http/route-access.ts';

/**
 * Lets through whom the route's permission was given. A route that names none is closed to everybody: refuses `forbidden`. Refuses
 * `api_key_not_accepted` to a key on a route for people in person.
 */
@Injectable()
export class PermissionGuard implements CanActivate {
  private readonly logger = new Logger(PermissionGuard.name);

  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (isPublic(this.reflector, context)) return true;
    const permission = permissionOf(this.reflector, context);
    if (!permission) {
      this.logger.error(
        `${context.getClass().name}.${context.getHandler().name} names no permission and is not public`,
      );
      throw refuse('forbidden');
    }
    const { user } = context.switchToHttp().getRequest<{ user?: Principal }>();
    if (!user?.permissions.has(permission)) throw refuse('forbidden', `This needs the permission ${permission}`);
    if (user.apiKeyId !== undefined && isInPerson(this.reflector, context)) throw refuse('api_key_not_accepted');
    return true;
  }
}
