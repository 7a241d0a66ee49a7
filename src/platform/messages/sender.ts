/** One text to one person. The same id on every try, so that a mailbox can tell repetitions. */
export interface Email {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Sms {
  readonly id: string;
  /** E.164. */
  readonly to: string;
  readonly text: string;
}

/** Sends e-mail. Throws `MessageRejected` when trying again would not help. */
export interface EmailSender {
  send(email: Email): Promise<void>;
}

/** Sends text messages. Throws `MessageRejected` when trying again would not help. */
export interface SmsSender {
  send(sms: Sms): Promise<void>;
}

/** The other side will never take this message. What it said is not kept: it may name the person. */
export class MessageRejected extends Error {
  override readonly name = 'MessageRejected';
}
