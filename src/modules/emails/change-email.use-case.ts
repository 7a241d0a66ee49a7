import { Injectable } from '@nestjs/common';
import { KnownDevices } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { type ClientDevice, OpenSession, type SignedIn } from '../auth/index.ts';
import { SentCodes } from '../one-time/index.ts';
import { codeFor } from './email-code.ts';
import { NewEmails } from './new-emails.ts';

export interface ChangeEmailCommand {
  readonly caller: Principal;
  readonly email: string;
  readonly code: string;
  readonly device: ClientDevice;
}

/**
 * Takes the code as proof that the address is the caller's, and puts it in the place of the old one. Ends every session, and opens a new one
 * here; this device is known under the new address from then on. Refuses `invalid_token`, `code_invalid`, and `email_taken`: of several who
 * prove the same address, the first has it.
 */
@Injectable()
export class ChangeEmail {
  constructor(
    private readonly codes: SentCodes,
    private readonly newEmails: NewEmails,
    private readonly openSession: OpenSession,
    private readonly devices: KnownDevices,
  ) {}

  async execute({ caller, email, code, device }: ChangeEmailCommand): Promise<SignedIn> {
    if (caller.proof === undefined) throw refuse('invalid_token');
    await this.codes.redeem(codeFor(caller.id, email), code);
    const user = await this.newEmails.put(caller, email);
    const tokens = await this.openSession.execute(user, device, caller.proof.methods);
    return { user, tokens, deviceToken: this.devices.issue(user.email) };
  }
}
