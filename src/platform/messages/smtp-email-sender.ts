import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { CONFIG, type Config } from '../config/index.ts';
import { type Email, type EmailSender, MessageRejected } from './sender.ts';

// All together less than what the outbox waits for a handler: no call of ours goes on behind its back.
const CONNECT_TIMEOUT_MS = 2_000;
const GREETING_TIMEOUT_MS = 2_000;
const SILENCE_TIMEOUT_MS = 4_000;
const MAX_CONNECTIONS = 2;
const MAILBOX_OF_URL = /@([^@>]+)>?$/;

/** E-mail over SMTP. Without `smtps:` it upgrades by STARTTLS, and production insists on that. */
@Injectable()
export class SmtpEmailSender implements EmailSender, OnApplicationShutdown {
  private readonly transport: Transporter;
  private readonly from: string;
  private readonly domain: string;

  constructor(@Inject(CONFIG) { messages, production }: Config) {
    const { smtp } = messages;
    if (!smtp) throw new Error('SMTP is not configured');
    this.from = smtp.from;
    this.domain = MAILBOX_OF_URL.exec(smtp.from)?.[1] ?? 'localhost';
    const { hostname, port, protocol, username, password } = new URL(smtp.url);
    this.transport = createTransport({
      host: hostname,
      port: port === '' ? undefined : Number(port),
      secure: protocol === 'smtps:',
      requireTLS: production,
      auth: username === '' ? undefined : { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
      pool: true,
      maxConnections: MAX_CONNECTIONS,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      greetingTimeout: GREETING_TIMEOUT_MS,
      socketTimeout: SILENCE_TIMEOUT_MS,
      // A text of ours never names a file or a place to read it from.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send({ id, to, subject, text }: Email): Promise<void> {
    try {
      await this.transport.sendMail({ messageId: `<${id}@${this.domain}>`, from: this.from, to, subject, text });
    } catch (error) {
      throw isForGood(error) ? new MessageRejected('the mail server refused the message') : withoutPeople(error);
    }
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }
}

// 5xx of RFC 5321: the same message will be refused again. Not when it is about us: then it is our configuration that is wrong.
function isForGood(error: unknown): boolean {
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  return code !== 'EAUTH' && responseCode !== undefined && responseCode >= 500;
}

// A mail server repeats the address in what it says, and what a handler throws is kept and logged.
function withoutPeople(error: unknown): Error {
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  return new Error(`the mail server could not take the message: ${code ?? 'unknown'} ${responseCode ?? ''}`.trimEnd());
}
