import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Quotas, type Ticket, Tickets } from '../one-time/index.ts';
import { type User, Users } from '../users/index.ts';
import { RESET } from './reset-request.ts';

/** Who asks again and again would fill somebody's mailbox. */
const TOKENS_PER_HOUR = 5;
/** A token is not guessed; this bounds what a stolen one can be used to try. */
const MAX_TRIES = 10;

/** The tokens that let somebody choose a new password. */
@Injectable()
export class ResetTokens {
  private readonly url: string | undefined;

  constructor(
    private readonly tickets: Tickets,
    private readonly quotas: Quotas,
    private readonly users: Users,
    @Inject(CONFIG) config: Config,
  ) {
    this.url = config.messages.passwordResetUrl;
  }

  /**
   * Undefined when the person was sent too many in this hour. It is good for the address that it goes to, and until every session is
   * ended: by another token, a change of the password, or signing out everywhere.
   */
  async issue({ id: userId, email, sessionEpoch }: User): Promise<{ token: string; link: string | null } | undefined> {
    if (!(await this.quotas.take('password-resets', userId, TOKENS_PER_HOUR))) return undefined;
    const token = await this.tickets.issue(RESET, { userId, data: { email, sessionEpoch } });
    // Behind the #: no server, log or Referer on the way sees it.
    return { token, link: this.url === undefined ? null : `${this.url}#token=${token}` };
  }

  /** Whose it is; it stays good. Refuses `reset_token_invalid`, also for who may not sign in any more. */
  async look(token: string): Promise<User> {
    return this.personOf(await this.tickets.look(RESET, token, MAX_TRIES));
  }

  /** Whose it is, and uses it up: of many at the same moment, one gets it. Refuses as above. */
  async take(token: string): Promise<User> {
    return this.personOf(await this.tickets.take(RESET, token));
  }

  private async personOf(ticket: Ticket | undefined): Promise<User> {
    const user = ticket?.userId === undefined ? undefined : await this.users.findById(ticket.userId);
    const { email, sessionEpoch } = ticket?.data ?? {};
    const isGood = user?.status === 'active' && user.email === email && user.sessionEpoch === sessionEpoch;
    if (!isGood) throw refuse('reset_token_invalid');
    return user;
  }
}
