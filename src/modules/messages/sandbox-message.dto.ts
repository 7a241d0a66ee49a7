import { Matches } from 'class-validator';
import { PlainText } from '../../platform/http/plain-text.ts';
import type { SandboxMessage } from '../../platform/messages/index.ts';

const ADDRESS_OR_NUMBER = /^(?:[^\s@]+@[^\s@]+|\+[1-9]\d{6,14})$/;

export class SandboxMessagesQueryDto {
  /**
   * An e-mail address, or a number in E.164.
   * @example 'alice@trivet.example'
   */
  @PlainText({ min: 3, max: 254 })
  @Matches(ADDRESS_OR_NUMBER, { message: 'to must be an e-mail address or a number in E.164' })
  to!: string;
}

export class SandboxMessageDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  id!: string;
  /** @example 'alice@trivet.example' */
  to!: string;
  /**
   * Null for a text message.
   * @example '123456 is your code'
   */
  subject!: string | null;
  /** @example 'Your Trivet code is 123456. It is good for 10 minutes.' */
  text!: string;
  /** @example '2026-11-21T09:00:00.000Z' */
  sentAt!: string;

  static of({ id, to, subject, text, sentAt }: SandboxMessage): SandboxMessageDto {
    return { id, to, subject, text, sentAt: sentAt.toISOString() };
  }
}

export class SandboxMessagesDto {
  /** The last 20, newest first. */
  data!: SandboxMessageDto[];

  static of(messages: readonly SandboxMessage[]): SandboxMessagesDto {
    return { data: messages.map((message) => SandboxMessageDto.of(message)) };
  }
}
