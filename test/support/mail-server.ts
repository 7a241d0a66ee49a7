import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as they came. */
  readonly content: string;
}

/** A mail server on loopback that keeps what it is sent. */
export class MailServer {
  readonly received: ReceivedMail[] = [];
  /** What it says to the next recipients, instead of taking the mail: an SMTP code. */
  refusals: number[] = [];
  private readonly server: SMTPServer;

  private constructor() {
    const options: SMTPServerOptions = {
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: (_address, _session, done) => done(this.nextRefusal()),
      onData: (stream, { envelope }, done) => {
        void text(stream).then((content) => {
          const { mailFrom, rcptTo } = envelope;
          const from = mailFrom === false ? '' : mailFrom.address;
          this.received.push({ from, to: rcptTo.map(({ address }) => address), content });
          done();
        });
      },
    };
    this.server = new SMTPServer(options);
  }

  static async start(): Promise<MailServer> {
    const mail = new MailServer();
    await new Promise<void>((resolve) => mail.server.listen(0, '127.0.0.1', resolve));
    return mail;
  }

  get environment(): Record<string, string> {
    const { port } = this.server.server.address() as AddressInfo;
    return {
      EMAIL_PROVIDER: 'smtp',
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      EMAIL_FROM: 'Trivet <noreply@trivet.example>',
    };
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private nextRefusal(): Error | null {
    const responseCode = this.refusals.shift();
    return responseCode === undefined ? null : Object.assign(new Error('no, not ada@test.example'), { responseCode });
  }
}
