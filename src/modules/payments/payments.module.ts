import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import type { Config } from '../../platform/config/index.ts';
import { StripeModule } from '../../platform/stripe/index.ts';
import { assertRequestTransitions } from '../../shared/maker-checker.ts';
import { IdempotencyModule } from '../idempotency/index.ts';
import { PaymentMethodsModule } from '../payment-methods/index.ts';
import { RiskModule } from '../risk/index.ts';
import { UsersModule } from '../users/index.ts';
import { WalletsModule } from '../wallets/index.ts';
import { AccountClosing } from './account-closing.ts';
import { AccountCalls } from './account-calls.ts';
import { BalanceChangesRepository } from './balance-changes.repository.ts';
import { BalancePostings } from './balance-postings.ts';
import { BalanceRecords } from './balance-records.ts';
import { CollectDebt } from './collect-debt.use-case.ts';
import { CollectOwedJob } from './collect-owed.job.ts';
import { CompleteChallenge } from './complete-challenge.use-case.ts';
import { DecideWriteOff } from './decide-write-off.use-case.ts';
import { DISPUTE_TRANSITIONS, INITIAL_DISPUTE_STATUS, TERMINAL_DISPUTE_STATUSES } from './dispute.ts';
import { DisputeBooks } from './dispute-books.ts';
import { DisputeEvidence } from './dispute-evidence.ts';
import { DisputePostings } from './dispute-postings.ts';
import { DisputeReads } from './dispute-reads.use-case.ts';
import { DisputesController } from './disputes.controller.ts';
import { DisputesRepository } from './disputes.repository.ts';
import { EvidenceRepository } from './evidence.repository.ts';
import { FinishPayment } from './finish-payment.use-case.ts';
import { ListWriteOffs } from './list-write-offs.use-case.ts';
import { MakePayment } from './make-payment.use-case.ts';
import { PaymentAcceptance } from './payment-acceptance.ts';
import { PaymentActionsController } from './payment-actions.controller.ts';
import { PaymentCache } from './payment-cache.repository.ts';
import { PaymentNews } from './payment-news.ts';
import { PAYMENT_PROVIDER } from './payment-provider.ts';
import { PaymentReads } from './payment-reads.use-case.ts';
import { assertTransitions, INITIAL_STATUS, PAYMENT_TRANSITIONS, TERMINAL_STATUSES } from './payment-state.ts';
import { PaymentsController } from './payments.controller.ts';
import { PaymentsRepository } from './payments.repository.ts';
import { PaymentInquiries } from './payment-inquiries.repository.ts';
import { INITIAL_PAYOUT_STATUS, PAYOUT_TRANSITIONS, TERMINAL_PAYOUT_STATUSES } from './payout.ts';
import { PayoutsRepository } from './payouts.repository.ts';
import { PlayPayout } from './play-payout.use-case.ts';
import { PROVIDER_ACCOUNT } from './provider-account.ts';
import { ProviderCalls } from './provider-calls.ts';
import { ProviderEventCleanup } from './provider-event-cleanup.job.ts';
import { ProviderEventsRepository } from './provider-events.repository.ts';
import { ProviderSubjects } from './provider-subjects.repository.ts';
import { PROVIDER_WEBHOOKS } from './provider-webhooks.ts';
import { ReadBalanceJob } from './read-balance.job.ts';
import { ReceiveWebhook } from './receive-webhook.use-case.ts';
import { RecordDispute } from './record-dispute.ts';
import { RecordEvidence } from './record-evidence.ts';
import { RecordIntent } from './record-intent.ts';
import { RecordOutcome } from './record-outcome.use-case.ts';
import { RecordPayout } from './record-payout.ts';
import { RecordRefund } from './record-refund.ts';
import { RecordRefundOutcome } from './record-refund-outcome.ts';
import { RefundBooks } from './refund-books.ts';
import { RefundReads } from './refund-reads.use-case.ts';
import { INITIAL_REFUND_STATUS, REFUND_TRANSITIONS, TERMINAL_REFUND_STATUSES } from './refund.ts';
import { RefundsRepository } from './refunds.repository.ts';
import { RequestRefund } from './request-refund.use-case.ts';
import { RequestWriteOff } from './request-write-off.use-case.ts';
import { ResolvePaymentsJob } from './resolve-payments.job.ts';
import { ResolveRefundsJob } from './resolve-refunds.job.ts';
import { ResolveSubjectsJob } from './resolve-subjects.job.ts';
import { SandboxAccount } from './sandbox-account.provider.ts';
import { SandboxAccountRepository } from './sandbox-account.repository.ts';
import { SandboxChallengesController } from './sandbox-challenges.controller.ts';
import { SandboxPayoutsController } from './sandbox-payouts.controller.ts';
import { SandboxProvider } from './sandbox.provider.ts';
import { SandboxRepository } from './sandbox.repository.ts';
import { SettleDispute } from './settle-dispute.use-case.ts';
import { SettlementReads } from './settlement-reads.use-case.ts';
import { SettlementsController } from './settlements.controller.ts';
import { SettlePayment } from './settle-payment.use-case.ts';
import { SettlePayout } from './settle-payout.use-case.ts';
import { SettleRefund } from './settle-refund.use-case.ts';
import { SettleSubject } from './settle-subject.use-case.ts';
import { ShownByBalance } from './shown-by-balance.ts';
import { StripeAccount } from './stripe-account.provider.ts';
import { StripeIntentsRepository } from './stripe-intents.repository.ts';
import { StripeProvider } from './stripe.provider.ts';
import { StripeWebhooks } from './stripe-webhooks.provider.ts';
import { SubmitEvidence } from './submit-evidence.use-case.ts';
import { WebhooksController } from './webhooks.controller.ts';
import { WriteOffBooks } from './write-off-books.ts';
import { WriteOffDrafts } from './write-off-drafts.ts';
import { WriteOffsController } from './write-offs.controller.ts';
import { WriteOffsRepository } from './write-offs.repository.ts';

const SANDBOX_ONLY = {
  controllers: [SandboxChallengesController, SandboxPayoutsController],
  providers: [
    PlayPayout,
    SandboxAccount,
    SandboxAccountRepository,
    SandboxRepository,
    SandboxProvider,
    CompleteChallenge,
    { provide: PAYMENT_PROVIDER, useExisting: SandboxProvider },
    { provide: PROVIDER_ACCOUNT, useExisting: SandboxAccount },
  ],
};

const STRIPE_ONLY = {
  imports: [StripeModule],
  controllers: [WebhooksController],
  providers: [
    ProviderEventCleanup,
    ReceiveWebhook,
    StripeAccount,
    StripeIntentsRepository,
    StripeProvider,
    StripeWebhooks,
    { provide: PAYMENT_PROVIDER, useExisting: StripeProvider },
    { provide: PROVIDER_ACCOUNT, useExisting: StripeAccount },
    { provide: PROVIDER_WEBHOOKS, useExisting: StripeWebhooks },
  ],
};

const WITHOUT_PROVIDER = {
  controllers: [],
  providers: [
    { provide: PAYMENT_PROVIDER, useValue: null },
    { provide: PROVIDER_ACCOUNT, useValue: null },
  ],
};

const BY_PROVIDER = { sandbox: SANDBOX_ONLY, stripe: STRIPE_ONLY, none: WITHOUT_PROVIDER };

@Module({
  imports: [IdempotencyModule, RiskModule, UsersModule, WalletsModule, PaymentMethodsModule],
  controllers: [
    PaymentsController,
    PaymentActionsController,
    DisputesController,
    SettlementsController,
    WriteOffsController,
  ],
  providers: [
    AccountCalls,
    AccountClosing,
    BalanceChangesRepository,
    BalancePostings,
    BalanceRecords,
    ShownByBalance,
    CollectDebt,
    CollectOwedJob,
    DecideWriteOff,
    DisputeBooks,
    DisputeEvidence,
    DisputePostings,
    DisputeReads,
    DisputesRepository,
    EvidenceRepository,
    FinishPayment,
    ListWriteOffs,
    MakePayment,
    PaymentAcceptance,
    PaymentCache,
    PaymentInquiries,
    PaymentNews,
    PaymentReads,
    PaymentsRepository,
    PayoutsRepository,
    ProviderCalls,
    ProviderEventsRepository,
    ProviderSubjects,
    ReadBalanceJob,
    RecordDispute,
    RecordEvidence,
    RecordIntent,
    RecordOutcome,
    RecordPayout,
    RecordRefund,
    RecordRefundOutcome,
    RefundBooks,
    RefundReads,
    RefundsRepository,
    RequestRefund,
    RequestWriteOff,
    ResolvePaymentsJob,
    ResolveRefundsJob,
    ResolveSubjectsJob,
    SettleDispute,
    SettlementReads,
    SettlePayment,
    SettlePayout,
    SettleRefund,
    SettleSubject,
    SubmitEvidence,
    WriteOffBooks,
    WriteOffDrafts,
    WriteOffsRepository,
  ],
})
export class PaymentsModule implements OnModuleInit {
  /** With the configured provider, and with what exists only beside it. */
  static with(config: Config): DynamicModule {
    return { module: PaymentsModule, ...BY_PROVIDER[config.paymentProvider] };
  }

  onModuleInit(): void {
    assertRequestTransitions();
    assertTransitions(PAYMENT_TRANSITIONS, INITIAL_STATUS, TERMINAL_STATUSES);
    assertTransitions(DISPUTE_TRANSITIONS, INITIAL_DISPUTE_STATUS, TERMINAL_DISPUTE_STATUSES);
    assertTransitions(PAYOUT_TRANSITIONS, INITIAL_PAYOUT_STATUS, TERMINAL_PAYOUT_STATUSES);
    assertTransitions(REFUND_TRANSITIONS, INITIAL_REFUND_STATUS, TERMINAL_REFUND_STATUSES);
  }
}
