import { Injectable } from '@nestjs/common';
import { KnownDevices } from '../../platform/rate-limit/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { demandUncommon, Passwords } from '../auth/index.ts';
import { NewPasswords } from './new-passwords.ts';
import { ResetTokens } from './reset-tokens.ts';

/**
 * Takes the token of a reset message, once, as proof that the address is the person's, and the new password with it. Ends every session,
 * revokes every API key, and removes passkeys and identities that were added lately: whoever had the password may have made them.
 * Refuses `reset_token_invalid`, also for who may not sign in any more, and `password_too_common`, which leaves the token good.
 */
@Injectable()
export class ResetPassword {
  constructor(
    private readonly tokens: ResetTokens,
    private readonly passwords: Passwords,
    private readonly newPasswords: NewPasswords,
    private readonly devices: KnownDevices,
  ) {}

  /** The token of a known device: whoever has the mailbox is nobody whom strangers keep out. */
  async execute(token: string, newPassword: string): Promise<string> {
    const { email } = await this.tokens.look(token);
    demandUncommon(newPassword, email);
    // Hashed before the token is used up: when too many hash at this moment, it can be sent again.
    const passwordHash = await this.passwords.hash(newPassword);
    const person = await this.tokens.take(token);
    const reach = { revokeApiKeys: true, removeRecent: true };
    const user = await this.newPasswords.put(person, { passwordHash, provesEmail: true, ...reach });
    if (!user) throw refuse('reset_token_invalid');
    return this.devices.issue(email);
  }
}
