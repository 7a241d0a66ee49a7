import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import type { PermissionName } from '../../platform/http/permissions.ts';
import { Clock } from '../../shared/clock.ts';
import type { Principal } from '../../shared/principal.ts';
import { isRecent } from '../../shared/recent-proof.ts';
import { type Refusal, refuse } from '../../shared/refusal.ts';
import { type Claim, Claims } from '../idempotency/index.ts';
import { type Movement, sumsOf } from '../risk/index.ts';
import { Settings } from '../settings/index.ts';

const BY_KEY: PermissionName = 'transfers:large';

/** From which amount on it matters how lately somebody proved who they are. Nothing is asked as long as operators set none. */
@Injectable()
export class LargeAmounts {
  private readonly freshSeconds: number;

  constructor(
    private readonly settings: Settings,
    private readonly claims: Claims,
    private readonly clock: Clock,
    @Inject(CONFIG) { tokens }: Config,
  ) {
    this.freshSeconds = tokens.stepUpSeconds;
  }

  /**
   * What one request moves of a currency counts together: a batch is not small for having many parts. Refuses `step_up_required` to a
   * person, and `forbidden` to an API key that was not given `transfers:large`; the repetition of what was done is not refused.
   */
  async demand({ parts, by }: Pick<Movement, 'parts' | 'by'>, claim: Claim | undefined): Promise<void> {
    const limits = this.settings.get('transfers.step_up_above');
    if (limits.size === 0) return;
    const isLarge = [...sumsOf(parts)].some(([currency, sum]) => sum > (limits.get(currency) ?? sum));
    const refusal = isLarge ? this.refusalFor(by) : undefined;
    if (refusal && !(claim && (await this.claims.isTaken(claim)))) throw refusal;
  }

  // A key proves nobody; that it may was decided by its owner, with a proof, when it was made.
  private refusalFor(by: Principal | undefined): Refusal | undefined {
    if (by?.apiKeyId !== undefined) {
      return by.permissions.has(BY_KEY) ? undefined : refuse('forbidden', `This amount needs the permission ${BY_KEY}`);
    }
    return isRecent(by?.proof, this.clock.now(), this.freshSeconds) ? undefined : refuse('step_up_required');
  }
}
