import { type ExecutionContext, Logger } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { Permission, Public } from '../../platform/http/access.ts';
import type { Principal } from '../../shared/principal.ts';
import { PermissionGuard } from './permission.guard.ts';

class Routes {
  @Public()
  open(this: void): void {}

  @Permission('wallets:read')
  guarded(this: void): void {}

  forgotten(this: void): void {}
}

@Public()
class OpenRoutes {
  open(this: void): void {}

  @Permission('wallets:read')
  guarded(this: void): void {}
}

function call(
  controller: typeof Routes | typeof OpenRoutes,
  handler: () => void,
  principal?: Principal,
): ExecutionContext {
  return new ExecutionContextHost([{ user: principal }], controller, handler);
}

function withPermissions(...permissions: string[]): Principal {
  return { id: 'ada', sessionId: 's', roles: [], permissions: new Set(permissions) };
}

describe('permission guard', () => {
  const guard = new PermissionGuard(new Reflector());
  const { open, guarded, forgotten } = Routes.prototype;

  it('lets anyone into a public route', () => {
    expect(guard.canActivate(call(Routes, open))).toBe(true);
    expect(guard.canActivate(call(OpenRoutes, OpenRoutes.prototype.open))).toBe(true);
  });

  it('lets through who has the permission, and nobody else', () => {
    expect(guard.canActivate(call(Routes, guarded, withPermissions('wallets:read')))).toBe(true);
    expect(() => guard.canActivate(call(Routes, guarded, withPermissions('wallets:write')))).toThrow('forbidden');
    expect(() => guard.canActivate(call(Routes, guarded))).toThrow('forbidden');
  });

  it('asks for the permission of a route even when its controller is public', () => {
    expect(() => guard.canActivate(call(OpenRoutes, OpenRoutes.prototype.guarded))).toThrow('forbidden');
  });

  it('refuses everybody on a route that says nothing, and says so in the log', () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const admin = withPermissions('wallets:read', 'wallets:write', 'system:read');
    expect(() => guard.canActivate(call(Routes, forgotten, admin))).toThrow('forbidden');
    expect(logged).toHaveBeenCalledWith('Routes.forgotten names no permission and is not public');
    logged.mockRestore();
  });
});
