import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Messages } from '../messages/index.ts';
import type { User } from '../users/index.ts';
import { RESET_MINUTES } from './reset-request.ts';
import { ResetTokens } from './reset-tokens.ts';

/** Sends a person a token with which to choose a new password; nothing when they were sent too many. */
@Injectable()
export class SendPasswordReset {
  constructor(
    private readonly tokens: ResetTokens,
    private readonly messages: Messages,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async execute(user: User): Promise<void> {
    const issued = await this.tokens.issue(user);
    if (!issued) return;
    const data = { ...issued, minutes: RESET_MINUTES };
    const usefulUntil = new Date(this.clock.now().getTime() + RESET_MINUTES * 60_000);
    const message = { channel: 'email', to: user.email, text: 'password-reset', data, usefulUntil } as const;
    await this.transactions.run((tx) => this.messages.queue(tx, message));
  }
}
