import { Inject, Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';
import { PaymentInquiries } from './payment-inquiries.repository.ts';
import { PROVIDER_WEBHOOKS, type ProviderWebhooks } from './provider-webhooks.ts';

export interface SentWebhook {
  readonly provider: string;
  /** As it was sent, to the byte. */
  readonly text: string;
  readonly signature: string | undefined;
}

/**
 * Takes a provider's notice, once: the payment that it is about is inquired about next. Nothing in it is believed but which
 * payment it is about, so notices may come twice and in any order. Refuses `not_found` for a provider that is not in use, and
 * `webhook_signature_invalid`.
 */
@Injectable()
export class ReceiveWebhook {
  constructor(
    @Inject(PROVIDER_WEBHOOKS) private readonly webhooks: ProviderWebhooks,
    private readonly transactions: Transactions,
    private readonly inquiries: PaymentInquiries,
    private readonly clock: Clock,
  ) {}

  async execute({ provider, text, signature }: SentWebhook): Promise<void> {
    if (provider !== this.webhooks.name) throw refuse('not_found', 'There is no such provider');
    const notice = await this.webhooks.read(text, signature, this.clock.now());
    await this.transactions.run((tx) => this.inquiries.bringForward(tx, provider, notice));
  }
}
