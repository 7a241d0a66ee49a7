import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { type ClientDevice, demandUncommon, OpenSession, Passwords, Proofs, type TokenPair } from '../auth/index.ts';
import { NewPasswords } from './new-passwords.ts';

export interface ChangePasswordCommand {
  readonly caller: Principal;
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly revokeApiKeys: boolean;
  readonly device: ClientDevice;
}

/** Changes the caller's password. Ends every session, and opens a new one here. Refuses `invalid_token`, `password_wrong`, `rate_limited` and `password_too_common`. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly proofs: Proofs,
    private readonly passwords: Passwords,
    private readonly newPasswords: NewPasswords,
    private readonly openSession: OpenSession,
  ) {}

  async execute(command: ChangePasswordCommand): Promise<TokenPair> {
    const { caller, currentPassword, newPassword, revokeApiKeys, device } = command;
    const { id: userId, sessionId, proof } = caller;
    if (sessionId === undefined || proof === undefined) throw refuse('invalid_token');
    const proved = await this.proofs.demandPassword({ userId, sessionId, ip: device.ip }, currentPassword);
    demandUncommon(newPassword, proved.email);
    const passwordHash = await this.passwords.hash(newPassword);
    const reach = { revokeApiKeys, removeRecent: false };
    const user = await this.newPasswords.put(proved, { passwordHash, provesEmail: false, ...reach });
    if (!user) throw refuse('invalid_token', 'The session has ended');
    return this.openSession.execute(user, device, proof.methods);
  }
}
