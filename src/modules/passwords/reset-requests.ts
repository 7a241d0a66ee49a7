import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SecretBox } from '../../platform/crypto/index.ts';
import { EventHandlers, type OutboxEvent } from '../../platform/events/index.ts';
import { Users } from '../users/index.ts';
import { placeOf, RESET_REQUESTED } from './reset-request.ts';
import { SendPasswordReset } from './send-password-reset.use-case.ts';

/** Hears of wishes for a new password, and answers those of people who may sign in. Others are sent nothing. */
@Injectable()
export class ResetRequests implements OnModuleInit {
  constructor(
    private readonly handlers: EventHandlers,
    private readonly box: SecretBox,
    private readonly users: Users,
    private readonly sendPasswordReset: SendPasswordReset,
  ) {}

  onModuleInit(): void {
    this.handlers.on(RESET_REQUESTED, 'send-password-reset', (event) => this.handle(event));
  }

  private async handle({ payload }: OutboxEvent): Promise<void> {
    const { requestId, sealed } = payload as { requestId: string; sealed: string };
    const user = await this.users.findByEmail(await this.box.open(sealed, placeOf(requestId)));
    if (user?.status === 'active') await this.sendPasswordReset.execute(user);
  }
}
