import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { SecondFactors } from '../mfa/index.ts';
import { type Ticket, type TicketKind, Tickets } from '../one-time/index.ts';
import type { User } from '../users/index.ts';

const MFA: TicketKind = { purpose: 'mfa', lifeSeconds: 300 };
const MAX_TRIES = 5;

/** What somebody has proved who must still show a second factor. */
export interface FirstStep {
  readonly userId: string;
  readonly epoch: number;
  readonly methods: readonly string[];
}

/** The second step of signing in, for people who have a second factor. */
@Injectable()
export class SecondStep {
  constructor(
    private readonly factors: SecondFactors,
    private readonly tickets: Tickets,
  ) {}

  /** Refuses `mfa_required`, with a ticket for `POST /auth/mfa/verify`, unless what was shown was more than one factor or there is no second one. */
  async demand({ id: userId, sessionEpoch: epoch }: User, methods: readonly string[]): Promise<void> {
    if (methods.includes('mfa') || !(await this.factors.isOn(userId))) return;
    const mfaTicket = await this.tickets.issue(MFA, { userId, data: { epoch, methods } });
    throw refuse('mfa_required', undefined, { members: { mfaTicket, expiresInSeconds: MFA.lifeSeconds } });
  }

  /** What the ticket stands for, counting a try. Refuses `mfa_ticket_invalid`, also after five tries. */
  async look(ticket: string): Promise<FirstStep> {
    return firstStepOf(await this.tickets.look(MFA, ticket, MAX_TRIES));
  }

  /** Uses the ticket up. Refuses `mfa_ticket_invalid`. */
  async take(ticket: string): Promise<void> {
    firstStepOf(await this.tickets.take(MFA, ticket));
  }
}

function firstStepOf(ticket: Ticket | undefined): FirstStep {
  if (ticket?.userId === undefined) throw refuse('mfa_ticket_invalid');
  return { userId: ticket.userId, ...(ticket.data as Pick<FirstStep, 'epoch' | 'methods'>) };
}
