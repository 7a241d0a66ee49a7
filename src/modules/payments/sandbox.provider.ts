import { Injectable } from '@nestjs/common';
import type {
  ChargeOutcome,
  ChargeRequest,
  InquiryOutcome,
  OutcomeStatus,
  PaymentProvider,
} from './payment-provider.ts';
import { SandboxRepository, type SandboxCharge, type SandboxVerdict } from './sandbox.repository.ts';

export const SANDBOX = 'sandbox';
export const CHALLENGE_PATH = '/api/v1/sandbox/challenges';

interface Behaviour {
  /** What the caller is told when it charges. */
  readonly answer: OutcomeStatus;
  /** What the books say, and an inquiry finds. */
  readonly verdict: SandboxVerdict;
  readonly failureCode?: string;
}

const UNKNOWN_TOKEN = 'unknown_token';
const UNKNOWN_TOKEN_FAILS: Behaviour = { answer: 'failed', verdict: 'failed', failureCode: 'invalid_token' };

/** What each magic token does. */
export const MAGIC_TOKENS: Readonly<Record<string, Behaviour>> = {
  sandbox_visa: { answer: 'succeeded', verdict: 'succeeded' },
  sandbox_dispute: { answer: 'succeeded', verdict: 'succeeded' },
  sandbox_declined: { answer: 'failed', verdict: 'failed', failureCode: 'card_declined' },
  sandbox_3ds: { answer: 'requires_action', verdict: 'requires_action', failureCode: 'authentication_failed' },
  sandbox_timeout: { answer: 'unknown', verdict: 'succeeded' },
  sandbox_timeout_failed: { answer: 'unknown', verdict: 'failed', failureCode: 'card_declined' },
  sandbox_late_failure: { answer: 'pending', verdict: 'failed', failureCode: 'late_failure' },
};

/** A card provider that moves no money and does as its magic tokens say. It keeps its own books, and charges once a key. */
@Injectable()
export class SandboxProvider implements PaymentProvider {
  readonly name = SANDBOX;

  constructor(private readonly books: SandboxRepository) {}

  async charge({ idempotencyKey, token, amountMinor, currency }: ChargeRequest): Promise<ChargeOutcome> {
    // A token that is not ours may be a real one: it is not written down.
    const known = Object.hasOwn(MAGIC_TOKENS, token) ? token : UNKNOWN_TOKEN;
    const asked = { idempotencyKey, token: known, amount: amountMinor, currency };
    const charge = await this.books.chargeOnce({ ...asked, outcome: behaviourOf(known).verdict });
    if (charge.amount !== amountMinor || charge.currency !== currency)
      throw new Error('the key was used for another charge');
    return outcomeOf(charge, behaviourOf(charge.token).answer);
  }

  async inquire(idempotencyKey: string): Promise<InquiryOutcome> {
    const charge = await this.books.find(idempotencyKey);
    return charge ? outcomeOf(charge, charge.outcome) : { status: 'not_found' };
  }

  /** The owner of the card approves the charge or does not. False when no challenge is open. */
  completeChallenge(idempotencyKey: string, approve: boolean): Promise<boolean> {
    return this.books.endChallenge(idempotencyKey, approve ? 'succeeded' : 'failed');
  }
}

function behaviourOf(token: string): Behaviour {
  return MAGIC_TOKENS[token] ?? UNKNOWN_TOKEN_FAILS;
}

function outcomeOf({ idempotencyKey, token }: SandboxCharge, status: OutcomeStatus): ChargeOutcome {
  if (status === 'unknown') return { status };
  const reference = `${SANDBOX}_${idempotencyKey}`;
  if (status === 'failed') return { status, reference, failureCode: behaviourOf(token).failureCode };
  if (status === 'requires_action') return { status, reference, nextActionUrl: `${CHALLENGE_PATH}/${idempotencyKey}` };
  return { status, reference };
}
