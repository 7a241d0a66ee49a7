import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import type { AccessToken } from './access-tokens.ts';
import { Proofs } from './proofs.ts';
import type { ClientDevice } from './session.ts';
import { SessionProofs } from './session-proofs.ts';

export interface StepUpCommand {
  readonly caller: Principal;
  readonly password?: string;
  readonly code?: string;
  readonly device: ClientDevice;
}

/**
 * Proves once more who is there, and gives an access token that says so: by a code, for people who have a second factor, by the password
 * for others. Refuses `second_factor_needed`, `password_wrong`, `code_invalid`, `rate_limited`, and `invalid_token` when the session is over.
 */
@Injectable()
export class StepUpSession {
  constructor(
    private readonly proofs: Proofs,
    private readonly sessionProofs: SessionProofs,
  ) {}

  async execute({ caller, password, code, device: { ip } }: StepUpCommand): Promise<AccessToken> {
    const { id: userId, sessionId } = caller;
    if (sessionId === undefined) throw refuse('invalid_token');
    const prover = { userId, sessionId, ip };
    if (code !== undefined) {
      await this.proofs.demandCode(prover, code);
      return this.sessionProofs.renew(caller, ['otp', 'mfa']);
    }
    if (await this.proofs.needSecondFactor(userId)) throw refuse('second_factor_needed');
    await this.proofs.demandPassword(prover, password ?? '');
    return this.sessionProofs.renew(caller, ['pwd']);
  }
}
