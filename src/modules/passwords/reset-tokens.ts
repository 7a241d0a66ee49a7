import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { type Ticket, Quotas, Tickets } from '../one-time/index.ts';
import type { User } from '../users/index.ts';
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
    @Inject(CONFIG) config: Config,
  ) {
    this.url = config.messages.passwordResetUrl;
  }

  /** Undefined when the person was sent too many in this hour. */
  async issue({ id: userId }: User): Promise<{ token: string; link: string | null } | undefined> {
    if (!(await this.quotas.take('password-resets', userId, TOKENS_PER_HOUR))) return undefined;
    const token = await this.tickets.issue(RESET, { userId });
    // Behind the #: no server, log or Referer on the way sees it.
    return { token, link: this.url === undefined ? null : `${this.url}#token=${token}` };
  }

  /** Whose it is; it stays good. */
  look(token: string): Promise<Ticket | undefined> {
    return this.tickets.look(RESET, token, MAX_TRIES);
  }

  /** Uses it up: of many at the same moment, one gets it. */
  take(token: string): Promise<Ticket | undefined> {
    return this.tickets.take(RESET, token);
  }
}
