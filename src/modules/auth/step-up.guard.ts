import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { type AuthenticatedRequest, STEP_UP_KEY } from '../../platform/http/access.ts';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';

/** Refuses `step_up_required` on a route that is marked, to who has not proved lately who they are. Runs when it is known who asks. */
@Injectable()
export class StepUpGuard implements CanActivate {
  private readonly maxAgeMs: number;

  constructor(
    private readonly reflector: Reflector,
    private readonly clock: Clock,
    @Inject(CONFIG) { tokens }: Config,
  ) {
    this.maxAgeMs = tokens.stepUpSeconds * 1_000;
  }

  canActivate(context: ExecutionContext): boolean {
    const marked = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(STEP_UP_KEY, marked) !== true) return true;
    const { user } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    // To the second, as tokens say it: what was proved in this one is never too old.
    const oldestMs = this.clock.now().getTime() - this.maxAgeMs - 999;
    if (user?.proof === undefined || user.proof.atMs < oldestMs) throw refuse('step_up_required');
    return true;
  }
}
