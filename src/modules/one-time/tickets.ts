import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sha256Of } from '../../shared/digest.ts';
import { type OneTimeSecret, OneTimeSecrets } from './one-time-secrets.repository.ts';

const TOKEN_BYTES = 32;
/** How a ticket looks; what does not look so is none. */
export const TICKET = /^[A-Za-z0-9_-]{43}$/;

export interface TicketKind {
  readonly purpose: string;
  readonly lifeSeconds: number;
}

/** What a ticket stands for. */
export type Ticket = Pick<OneTimeSecret, 'userId' | 'data'>;

/** Tickets: long random texts that stand for something which was proved or asked, good once. Only their SHA-256 is kept. */
@Injectable()
export class Tickets {
  constructor(private readonly secrets: OneTimeSecrets) {}

  async issue({ purpose, lifeSeconds }: TicketKind, ticket: Ticket): Promise<string> {
    const text = randomBytes(TOKEN_BYTES).toString('base64url');
    await this.secrets.put({ id: idOf(purpose, text), ...ticket }, lifeSeconds);
    return text;
  }

  /** What it stands for, counting one more try of something that may be wrong; undefined when there is no such ticket any more. */
  async look({ purpose }: TicketKind, text: string, maxTries: number): Promise<Ticket | undefined> {
    return TICKET.test(text) ? this.secrets.spendTry(idOf(purpose, text), maxTries) : undefined;
  }

  /** What it stands for, and uses it up: of many at the same moment, one gets it. */
  async take({ purpose }: TicketKind, text: string): Promise<Ticket | undefined> {
    return TICKET.test(text) ? this.secrets.take(idOf(purpose, text)) : undefined;
  }
}

function idOf(purpose: string, text: string): string {
  return `ticket#${purpose}#${sha256Of(text)}`;
}
