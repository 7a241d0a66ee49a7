import { type DynamicModule, Global, Module, type Provider } from '@nestjs/common';
import type { Config } from '../config/index.ts';
import { SandboxMessages } from './sandbox-messages.ts';
import { EMAIL_SENDER, SMS_SENDER } from './sender-tokens.ts';
import { Senders } from './senders.ts';
import { SmtpEmailSender } from './smtp-email-sender.ts';
import { SnsSmsSender } from './sns-sms-sender.ts';

const EMAIL: Readonly<Record<Config['messages']['email'], Provider[]>> = {
  sandbox: [{ provide: EMAIL_SENDER, useExisting: SandboxMessages }],
  smtp: [SmtpEmailSender, { provide: EMAIL_SENDER, useExisting: SmtpEmailSender }],
  none: [{ provide: EMAIL_SENDER, useValue: null }],
};

const SMS: Readonly<Record<Config['messages']['sms'], Provider[]>> = {
  sandbox: [{ provide: SMS_SENDER, useExisting: SandboxMessages }],
  sns: [SnsSmsSender, { provide: SMS_SENDER, useExisting: SnsSmsSender }],
  none: [{ provide: SMS_SENDER, useValue: null }],
};

/** Whether anything goes to the sandbox. */
export function hasSandbox({ messages: { email, sms } }: Config): boolean {
  return email === 'sandbox' || sms === 'sandbox';
}

/** One sender for each channel, as configured. */
@Global()
@Module({})
export class SendersModule {
  static with(config: Config): DynamicModule {
    const { email, sms } = config.messages;
    const sandbox = hasSandbox(config) ? [SandboxMessages] : [];
    return {
      module: SendersModule,
      providers: [...sandbox, ...EMAIL[email], ...SMS[sms], Senders],
      exports: [...sandbox, Senders],
    };
  }
}
