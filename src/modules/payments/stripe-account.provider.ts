import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { codeOfRefusal, isRefusalByStripe, StripeClient } from '../../platform/stripe/index.ts';
import type {
  BalancePage,
  DisputeReport,
  EvidenceKind,
  EvidenceOutcome,
  EvidenceRequest,
  PayoutReport,
  Period,
  ProviderAccount,
} from './provider-account.ts';
import { balanceChangeOf, disputeReportOf, idOf, intentOfChange, payoutReportOf } from './stripe-account-reports.ts';
import { STRIPE } from './stripe.provider.ts';
import { StripeIntentsRepository } from './stripe-intents.repository.ts';

const PAGE = 100;
const MS_A_SECOND = 1_000n;

const EVIDENCE_FIELDS = {
  receipt: 'receipt',
  customer_communication: 'customer_communication',
  service_documentation: 'service_documentation',
  refund_policy: 'refund_policy',
  other: 'uncategorized_file',
} as const satisfies Record<EvidenceKind, keyof Stripe.DisputeUpdateParams.Evidence>;

/** Our account at Stripe. Files that serve as evidence are uploaded there beforehand, and named here. */
@Injectable()
export class StripeAccount implements ProviderAccount {
  readonly name = STRIPE;

  constructor(
    private readonly stripe: StripeClient,
    private readonly intents: StripeIntentsRepository,
  ) {}

  async dispute(reference: string): Promise<DisputeReport> {
    const dispute = await this.stripe.api.disputes.retrieve(reference);
    const intent = idOf(dispute.payment_intent);
    return disputeReportOf(dispute, intent === undefined ? undefined : await this.intents.paymentOf(intent));
  }

  async submitEvidence({ idempotencyKey, dispute, text, documents }: EvidenceRequest): Promise<EvidenceOutcome> {
    const files = Object.fromEntries(documents.map(({ kind, reference }) => [EVIDENCE_FIELDS[kind], reference]));
    const evidence = { ...files, ...(text === null ? {} : { uncategorized_text: text }) };
    try {
      await this.stripe.api.disputes.update(dispute, { evidence, submit: true }, { idempotencyKey });
      return { status: 'accepted' };
    } catch (error) {
      if (!isRefusalByStripe(error)) throw error;
      return { status: 'refused', failureCode: codeOfRefusal(error) };
    }
  }

  async payout(reference: string): Promise<PayoutReport> {
    return payoutReportOf(await this.stripe.api.payouts.retrieve(reference));
  }

  async balanceChanges({ since, until }: Period, after?: string): Promise<BalancePage> {
    const created = { gte: secondsOf(since), lte: secondsOf(until) + 1 };
    const asked = { created, limit: PAGE, starting_after: after, expand: ['data.source'] };
    const { data, has_more: hasMore } = await this.stripe.api.balanceTransactions.list(asked);
    const intents = data.map(intentOfChange).filter((intent) => intent !== undefined);
    const payments = await this.intents.paymentsOf(intents);
    const changes = data.map((each) => balanceChangeOf(each, payments.get(intentOfChange(each) ?? '')));
    return hasMore ? { changes, next: data.at(-1)?.id } : { changes };
  }
}

function secondsOf(moment: Date): number {
  return Number(BigInt(moment.getTime()) / MS_A_SECOND);
}
