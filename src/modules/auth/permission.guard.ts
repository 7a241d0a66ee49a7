import { type CanActivate, type ExecutionContext, Injectable, Logger } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { actForAll, actForPerson } from '../../platform/http/scope-requests.ts';
import { isInPerson, isPublic, permissionOf, systemReasonOf } from '../../platform/http/route-access.ts';
import { isOverOthers } from '../access/index.ts';

/**
 * Lets through whom the route's permission was given, and says on whose behalf the rest of the request runs. A route that names no
 * permission is closed to everybody: refuses `forbidden`. Refuses `api_key_not_accepted` to a key on a route for people in person.
 */
@Injectable()
export class PermissionGuard implements CanActivate {
  private readonly logger = new Logger(PermissionGuard.name);

  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const { user } = context.switchToHttp().getRequest<{ user?: Principal }>();
    const permission = permissionOf(this.reflector, context);
    if (!permission) return this.admitAnybody(context, user);
    if (!user?.permissions.has(permission)) throw refuse('forbidden', `This needs the permission ${permission}`);
    if (user.apiKeyId !== undefined && isInPerson(this.reflector, context)) throw refuse('api_key_not_accepted');
    if (isOverOthers(user, permission)) actForAll('administration');
    else actForPerson(user.id);
    return true;
  }

  private admitAnybody(context: ExecutionContext, user: Principal | undefined): true {
    if (!isPublic(this.reflector, context)) {
      this.logger.error(
        `${context.getClass().name}.${context.getHandler().name} names no permission and is not public`,
      );
      throw refuse('forbidden');
    }
    const reason = systemReasonOf(this.reflector, context);
    if (reason) actForAll(reason);
    else actForPerson(user?.id);
    return true;
  }
}
