import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';
import { CODE_MINUTES, Codes, Quotas } from '../one-time/index.ts';
import type { Contact, User } from '../users/index.ts';
import type { OwnContact } from './own-contact.ts';

const HOUR_SECONDS = 3_600;
/** A text message costs money, and a stranger's mailbox is not ours to fill. */
const CODES_PER_HOUR = 5;

export interface ContactCode {
  readonly code: string;
  readonly minutes: number;
  readonly usefulUntil: Date;
}

/** The codes that prove whose an address or number is. */
@Injectable()
export class ContactCodes {
  constructor(
    private readonly codes: Codes,
    private readonly quotas: Quotas,
    private readonly clock: Clock,
  ) {}

  /** Refuses `rate_limited`: five an hour for a person and contact, and five for an address or number, whoever says it is theirs. */
  async issue({ id: userId }: User, contact: Contact, { to }: OwnContact): Promise<ContactCode> {
    const asked = [
      this.quotas.take(`codes-of-${contact}`, userId, CODES_PER_HOUR),
      this.quotas.take('codes-to', to, CODES_PER_HOUR),
    ];
    if ((await Promise.all(asked)).includes(false)) {
      throw refuse('rate_limited', 'Too many codes were sent; try again in an hour', {
        retryAfterSeconds: HOUR_SECONDS,
      });
    }
    const code = await this.codes.issue(subjectOf(userId, contact, to));
    return { code, minutes: CODE_MINUTES, usefulUntil: new Date(this.clock.now().getTime() + CODE_MINUTES * 60_000) };
  }

  /** Refuses `code_invalid`, also for one that was sent to what was there before. */
  async redeem({ id: userId }: User, contact: Contact, { to }: OwnContact, code: string): Promise<void> {
    if (!(await this.codes.redeem(subjectOf(userId, contact, to), code))) throw refuse('code_invalid');
  }
}

function subjectOf(userId: string, contact: Contact, sentTo: string) {
  return { purpose: `contact-${contact}`, userId, sentTo };
}
