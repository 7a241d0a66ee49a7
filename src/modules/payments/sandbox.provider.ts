import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import type {
  CaptureRequest,
  ChargeOutcome,
  ChargeRequest,
  InquiryOutcome,
  NotFound,
  OutcomeStatus,
  PaymentProvider,
  RefundOutcome,
  RefundRequest,
} from './payment-provider.ts';
import {
  SandboxRepository,
  type SandboxCharge,
  type SandboxRefund,
  type SandboxVerdict,
} from './sandbox.repository.ts';

export const SANDBOX = 'sandbox';
export const CHALLENGE_PATH = '/api/v1/sandbox/challenges';

interface RefundBehaviour {
  readonly answer: RefundOutcome['status'];
  readonly verdict: SandboxRefund['outcome'];
  /** After this time one that succeeded fails. */
  readonly failsAfterMs?: number;
}

interface Behaviour {
  /** What the caller is told when it charges. */
  readonly answer: OutcomeStatus;
  /** What the books say, and an inquiry finds. */
  readonly verdict: SandboxVerdict;
  readonly failureCode?: string;
  /** What becomes of a refund of it; succeeds when absent. */
  readonly refund?: RefundBehaviour;
}

const REFUND_SUCCEEDS: RefundBehaviour = { answer: 'succeeded', verdict: 'succeeded' };
const REFUND_FAILS_AFTER_MS = 60_000;
const REFUND_FAILURE_CODE = 'refund_declined';
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
  sandbox_refund_timeout: {
    ...{ answer: 'succeeded', verdict: 'succeeded' },
    refund: { answer: 'unknown', verdict: 'succeeded' },
  },
  sandbox_refund_declined: {
    ...{ answer: 'succeeded', verdict: 'succeeded' },
    refund: { answer: 'failed', verdict: 'failed' },
  },
  sandbox_refund_late_failure: {
    ...{ answer: 'succeeded', verdict: 'succeeded' },
    refund: { ...REFUND_SUCCEEDS, failsAfterMs: REFUND_FAILS_AFTER_MS },
  },
};

/** A card provider that moves no money and does as its magic tokens say. It keeps its own books, and charges once a key. */
@Injectable()
export class SandboxProvider implements PaymentProvider {
  readonly name = SANDBOX;

  constructor(
    private readonly books: SandboxRepository,
    private readonly clock: Clock,
  ) {}

  async charge({ idempotencyKey, token, amountMinor, currency, capture }: ChargeRequest): Promise<ChargeOutcome> {
    // A token that is not ours may be a real one: it is not written down.
    const known = Object.hasOwn(MAGIC_TOKENS, token) ? token : UNKNOWN_TOKEN;
    const asked = { idempotencyKey, token: known, amount: amountMinor, currency, capture };
    const charge = await this.books.chargeOnce({ ...asked, outcome: verdictOf(asked, behaviourOf(known).verdict) });
    if (charge.amount !== amountMinor || charge.currency !== currency || charge.capture !== capture)
      throw new Error('the key was used for another charge');
    // What the charge came to since outweighs what its token was to answer first.
    const first = verdictOf(charge, behaviourOf(charge.token).verdict) === charge.outcome;
    return outcomeOf(charge, first ? answerOf(charge) : charge.outcome);
  }

  async inquire(idempotencyKey: string): Promise<InquiryOutcome> {
    const charge = await this.books.find(idempotencyKey);
    return charge ? outcomeOf(charge, charge.outcome) : { status: 'not_found' };
  }

  async capture({ idempotencyKey, amountMinor }: CaptureRequest): Promise<ChargeOutcome> {
    const charge = await this.standing(idempotencyKey);
    if (amountMinor > charge.amount) throw new Error('more than was authorized');
    const captured = { outcome: 'succeeded', captured: amountMinor } as const;
    await this.books.move(idempotencyKey, ['authorized'], captured);
    return this.stand(idempotencyKey);
  }

  async cancel(idempotencyKey: string): Promise<ChargeOutcome> {
    await this.books.move(idempotencyKey, ['authorized', 'requires_action'], { outcome: 'canceled' });
    return this.stand(idempotencyKey);
  }

  async refund({ idempotencyKey, chargeKey, amountMinor: amount }: RefundRequest): Promise<RefundOutcome> {
    const { token } = await this.standing(chargeKey);
    const { answer, verdict, failsAfterMs } = behaviourOf(token).refund ?? REFUND_SUCCEEDS;
    const failsAt = failsAfterMs === undefined ? null : new Date(this.clock.now().getTime() + failsAfterMs);
    const refund = await this.books.refundOnce({ idempotencyKey, chargeKey, amount, outcome: verdict, failsAt });
    if (refund.amount !== amount || refund.chargeKey !== chargeKey)
      throw new Error('the key was used for another refund');
    return refundOutcomeOf(refund, answer);
  }

  async inquireRefund({ idempotencyKey }: RefundRequest): Promise<RefundOutcome | NotFound> {
    const refund = await this.books.findRefund(idempotencyKey);
    if (!refund) return { status: 'not_found' };
    const failed = refund.failsAt !== null && refund.failsAt <= this.clock.now();
    return refundOutcomeOf(refund, failed ? 'failed' : refund.outcome);
  }

  /** The owner of the card approves the charge or does not. False when no challenge is open. */
  async completeChallenge(idempotencyKey: string, approve: boolean): Promise<boolean> {
    const charge = await this.books.find(idempotencyKey);
    if (!charge) return false;
    const verdict = approve ? verdictOf(charge, 'succeeded') : 'failed';
    return this.books.move(idempotencyKey, ['requires_action'], { outcome: verdict });
  }

  private async stand(idempotencyKey: string): Promise<ChargeOutcome> {
    const charge = await this.standing(idempotencyKey);
    return outcomeOf(charge, charge.outcome);
  }

  private async standing(idempotencyKey: string): Promise<SandboxCharge> {
    const charge = await this.books.find(idempotencyKey);
    if (!charge) throw new Error('there is no such charge');
    return charge;
  }
}

// A charge to be captured later succeeds only so far.
function verdictOf({ capture }: Pick<SandboxCharge, 'capture'>, verdict: SandboxVerdict): SandboxVerdict {
  return capture === 'manual' && verdict === 'succeeded' ? 'authorized' : verdict;
}

function answerOf({ token, capture }: SandboxCharge): OutcomeStatus {
  const { answer } = behaviourOf(token);
  return capture === 'manual' && answer === 'succeeded' ? 'authorized' : answer;
}

function refundOutcomeOf({ idempotencyKey }: SandboxRefund, status: RefundOutcome['status']): RefundOutcome {
  if (status === 'unknown') return { status };
  const reference = `${SANDBOX}_${idempotencyKey}`;
  return status === 'failed' ? { status, reference, failureCode: REFUND_FAILURE_CODE } : { status, reference };
}

function behaviourOf(token: string): Behaviour {
  return MAGIC_TOKENS[token] ?? UNKNOWN_TOKEN_FAILS;
}

function outcomeOf({ idempotencyKey, token, amount, captured }: SandboxCharge, status: OutcomeStatus): ChargeOutcome {
  if (status === 'unknown') return { status };
  const reference = `${SANDBOX}_${idempotencyKey}`;
  if (status === 'failed') return { status, reference, failureCode: behaviourOf(token).failureCode };
  if (status === 'requires_action') return { status, reference, nextActionUrl: `${CHALLENGE_PATH}/${idempotencyKey}` };
  if (status === 'succeeded') return { status, reference, capturedMinor: captured ?? amount };
  return { status, reference };
}
