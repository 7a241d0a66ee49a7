import { Inject, Injectable } from '@nestjs/common';
import type { EmailSender, SmsSender } from './sender.ts';
import { EMAIL_SENDER, SMS_SENDER } from './sender-tokens.ts';

/** The sender of each channel; null for one that is not configured. */
@Injectable()
export class Senders {
  constructor(
    @Inject(EMAIL_SENDER) readonly email: EmailSender | null,
    @Inject(SMS_SENDER) readonly sms: SmsSender | null,
  ) {}
}
