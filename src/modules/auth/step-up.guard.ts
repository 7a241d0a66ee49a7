import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { type AuthenticatedRequest, STEP_UP_KEY } from '../../platform/http/access.ts';
import { Clock } from '../../shared/clock.ts';
import { isRecent } from '../../shared/recent-proof.ts';
import { refuse } from '../../shared/refusal.ts';

/** Refuses `step_up_required` on a route that is marked, to who has not proved lately who they are. Runs when it is known who asks. */
@Injectable()
export class StepUpGuard implements CanActivate {
  private readonly freshSeconds: number;

  constructor(
    private readonly reflector: Reflector,
    private readonly clock: Clock,
    @Inject(CONFIG) { tokens }: Config,
  ) {
    this.freshSeconds = tokens.stepUpSeconds;
  }

  canActivate(context: ExecutionContext): boolean {
    const marked = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(STEP_UP_KEY, marked) !== true) return true;
    const { user } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (!isRecent(user?.proof, this.clock.now(), this.freshSeconds)) throw refuse('step_up_required');
    return true;
  }
}
