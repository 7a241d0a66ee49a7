import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import type { Config } from '../../platform/config/index.ts';
import { StripeModule } from '../../platform/stripe/index.ts';
import { IdempotencyModule } from '../idempotency/index.ts';
import { PaymentMethodsModule } from '../payment-methods/index.ts';
import { WalletsModule } from '../wallets/index.ts';
import { CompleteChallenge } from './complete-challenge.use-case.ts';
import { FinishPayment } from './finish-payment.use-case.ts';
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
import { ProviderCalls } from './provider-calls.ts';
import { ProviderEventCleanup } from './provider-event-cleanup.job.ts';
import { ProviderEventsRepository } from './provider-events.repository.ts';
import { PROVIDER_WEBHOOKS } from './provider-webhooks.ts';
import { ReceiveWebhook } from './receive-webhook.use-case.ts';
import { RecordIntent } from './record-intent.ts';
import { RecordOutcome } from './record-outcome.use-case.ts';
import { RecordRefund } from './record-refund.ts';
import { RecordRefundOutcome } from './record-refund-outcome.ts';
import { RefundBooks } from './refund-books.ts';
import { RefundReads } from './refund-reads.use-case.ts';
import { INITIAL_REFUND_STATUS, REFUND_TRANSITIONS, TERMINAL_REFUND_STATUSES } from './refund.ts';
import { RefundsRepository } from './refunds.repository.ts';
import { RequestRefund } from './request-refund.use-case.ts';
import { ResolvePaymentsJob } from './resolve-payments.job.ts';
import { ResolveRefundsJob } from './resolve-refunds.job.ts';
import { SandboxChallengesController } from './sandbox-challenges.controller.ts';
import { SandboxProvider } from './sandbox.provider.ts';
import { SandboxRepository } from './sandbox.repository.ts';
import { SettlePayment } from './settle-payment.use-case.ts';
import { SettleRefund } from './settle-refund.use-case.ts';
import { StripeIntentsRepository } from './stripe-intents.repository.ts';
import { StripeProvider } from './stripe.provider.ts';
import { StripeWebhooks } from './stripe-webhooks.provider.ts';
import { WebhooksController } from './webhooks.controller.ts';

const SANDBOX_ONLY = {
  controllers: [SandboxChallengesController],
  providers: [
    SandboxRepository,
    SandboxProvider,
    CompleteChallenge,
    { provide: PAYMENT_PROVIDER, useExisting: SandboxProvider },
  ],
};

const STRIPE_ONLY = {
  imports: [StripeModule],
  controllers: [WebhooksController],
  providers: [
    PaymentInquiries,
    ProviderEventCleanup,
    ProviderEventsRepository,
    ReceiveWebhook,
    StripeIntentsRepository,
    StripeProvider,
    StripeWebhooks,
    { provide: PAYMENT_PROVIDER, useExisting: StripeProvider },
    { provide: PROVIDER_WEBHOOKS, useExisting: StripeWebhooks },
  ],
};

const WITHOUT_PROVIDER = { controllers: [], providers: [{ provide: PAYMENT_PROVIDER, useValue: null }] };

const BY_PROVIDER = { sandbox: SANDBOX_ONLY, stripe: STRIPE_ONLY, none: WITHOUT_PROVIDER };

@Module({
  imports: [IdempotencyModule, WalletsModule, PaymentMethodsModule],
  controllers: [PaymentsController, PaymentActionsController],
  providers: [
    FinishPayment,
    MakePayment,
    PaymentAcceptance,
    PaymentCache,
    PaymentNews,
    PaymentReads,
    PaymentsRepository,
    ProviderCalls,
    RecordIntent,
    RecordOutcome,
    RecordRefund,
    RecordRefundOutcome,
    RefundBooks,
    RefundReads,
    RefundsRepository,
    RequestRefund,
    ResolvePaymentsJob,
    ResolveRefundsJob,
    SettlePayment,
    SettleRefund,
  ],
})
export class PaymentsModule implements OnModuleInit {
  /** With the configured provider, and with what exists only beside it. */
  static with(config: Config): DynamicModule {
    return { module: PaymentsModule, ...BY_PROVIDER[config.paymentProvider] };
  }

  onModuleInit(): void {
    assertTransitions(PAYMENT_TRANSITIONS, INITIAL_STATUS, TERMINAL_STATUSES);
    assertTransitions(REFUND_TRANSITIONS, INITIAL_REFUND_STATUS, TERMINAL_REFUND_STATUSES);
  }
}
