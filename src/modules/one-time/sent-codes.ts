import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';
import { CODE_MINUTES, Codes, type CodeSubject } from './codes.ts';
import { Quotas } from './quotas.ts';

const HOUR_SECONDS = 3_600;
/** A text message costs money, and a stranger's mailbox is not ours to fill. */
const CODES_PER_HOUR = 5;

export interface SentCode {
  readonly code: string;
  readonly minutes: number;
  readonly usefulUntil: Date;
}

/** The codes that prove whose an address or number is. */
@Injectable()
export class SentCodes {
  constructor(
    private readonly codes: Codes,
    private readonly quotas: Quotas,
    private readonly clock: Clock,
  ) {}

  /** Refuses `rate_limited`: five an hour for a person and purpose, and five for an address or number, whoever says it is theirs. */
  async issue(subject: CodeSubject): Promise<SentCode> {
    const { purpose, userId, sentTo } = subject;
    const asked = [
      this.quotas.take(`codes-of-${purpose}`, userId, CODES_PER_HOUR),
      this.quotas.take('codes-to', sentTo, CODES_PER_HOUR),
    ];
    if ((await Promise.all(asked)).includes(false)) {
      throw refuse('rate_limited', 'Too many codes were sent; try again in an hour', {
        retryAfterSeconds: HOUR_SECONDS,
      });
    }
    const code = await this.codes.issue(subject);
    return { code, minutes: CODE_MINUTES, usefulUntil: new Date(this.clock.now().getTime() + CODE_MINUTES * 60_000) };
  }

  /** Refuses `code_invalid`, also for one that was sent elsewhere. */
  async redeem(subject: CodeSubject, code: string): Promise<void> {
    if (!(await this.codes.redeem(subject, code))) throw refuse('code_invalid');
  }
}
