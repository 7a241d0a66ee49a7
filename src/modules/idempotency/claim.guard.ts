import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { askedOf } from './asked.ts';
import { IDEMPOTENT_KEY, type IdempotentOptions, type IdempotentRequest } from './idempotent-request.ts';

/**
 * Says what must be claimed, on routes that claim their key together with their effect. Nothing waits for the answer here, so
 * this is a guard: an interceptor costs every request an observable.
 */
@Injectable()
export class ClaimGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const options = this.reflector.get<IdempotentOptions>(IDEMPOTENT_KEY, context.getHandler());
    const request = context.switchToHttp().getRequest<IdempotentRequest>();
    request.idempotencyClaim = askedOf(request, options)?.claim;
    return true;
  }
}
