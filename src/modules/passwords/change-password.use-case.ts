import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { type ClientDevice, demandUncommon, OpenSession, Passwords, Proofs, type TokenPair } from '../auth/index.ts';
import { NewPasswords } from './new-passwords.ts';

export interface ChangePasswordCommand {
  readonly caller: Principal;
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly device: ClientDevice;
}

/** Changes the caller's password. Ends every session, and opens a new one here. Refuses `password_wrong`, `rate_limited` and `password_too_common`. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly proofs: Proofs,
    private readonly passwords: Passwords,
    private readonly newPasswords: NewPasswords,
    private readonly openSession: OpenSession,
  ) {}

  async execute({ caller, currentPassword, newPassword, device }: ChangePasswordCommand): Promise<TokenPair> {
    const { id: userId, sessionId, proof } = caller;
    if (sessionId === undefined || proof === undefined) throw refuse('invalid_token');
    const { email } = await this.proofs.demandPassword({ userId, sessionId, ip: device.ip }, currentPassword);
    demandUncommon(newPassword, email);
    const user = await this.newPasswords.put(userId, await this.passwords.hash(newPassword));
    return this.openSession.execute(user, device, proof.methods);
  }
}
