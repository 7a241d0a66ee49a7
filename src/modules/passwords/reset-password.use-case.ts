import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { demandUncommon, Passwords } from '../auth/index.ts';
import type { Ticket } from '../one-time/index.ts';
import { type User, Users } from '../users/index.ts';
import { NewPasswords } from './new-passwords.ts';
import { ResetTokens } from './reset-tokens.ts';

/**
 * Takes the token of a reset message, once, as proof that the address is the person's, and the new password with it. Ends every session. Refuses `reset_token_invalid`, also for who
 * may not sign in any more, and `password_too_common`, which leaves the token good.
 */
@Injectable()
export class ResetPassword {
  constructor(
    private readonly tokens: ResetTokens,
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly newPasswords: NewPasswords,
  ) {}

  async execute(token: string, newPassword: string): Promise<void> {
    const user = await this.personOf(await this.tokens.look(token));
    demandUncommon(newPassword, user.email);
    // Hashed before the token is used up: when too many hash at this moment, it can be sent again.
    const passwordHash = await this.passwords.hash(newPassword);
    await this.personOf(await this.tokens.take(token));
    await this.newPasswords.put(user.id, passwordHash, user.email);
  }

  private async personOf(ticket: Ticket | undefined): Promise<User> {
    const user = ticket?.userId === undefined ? undefined : await this.users.findById(ticket.userId);
    if (user?.status !== 'active') throw refuse('reset_token_invalid');
    return user;
  }
}
