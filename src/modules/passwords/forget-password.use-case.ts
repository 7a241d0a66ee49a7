import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { SecretBox } from '../../platform/crypto/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Messages } from '../messages/index.ts';
import { placeOf, RESET_REQUESTED } from './reset-request.ts';

/**
 * Takes a wish for a new password. Whether anybody has the address is looked up later, by `SendPasswordReset`: the same is written and
 * answered for every address, and in the same time. Refuses `channel_not_available`, for every address.
 */
@Injectable()
export class ForgetPassword {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly box: SecretBox,
    private readonly messages: Messages,
  ) {}

  async execute(email: string): Promise<void> {
    this.messages.demand('email');
    const requestId = randomUUID();
    // Nobody who reads the outbox learns who asked.
    const payload = { requestId, sealed: this.box.seal(email, placeOf(requestId)) };
    const event = { type: RESET_REQUESTED, aggregateId: `password-reset:${requestId}`, payload };
    await this.transactions.run(async (tx) => {
      await this.outbox.append(tx, event);
      await audit.record(tx, { service: 'passwords', action: 'password.reset_requested', subjectId: requestId });
    });
  }
}
