import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { StripeClient } from '../../platform/stripe/index.ts';
import { refuse } from '../../shared/refusal.ts';
import type { ProviderNotice, ProviderWebhooks } from './provider-webhooks.ts';
import { idOf, subjectOf } from './stripe-account-reports.ts';
import { STRIPE } from './stripe.provider.ts';
import { StripeIntentsRepository } from './stripe-intents.repository.ts';

/** How far the time of a signature may be from ours, either way. */
const TOLERANCE_SECONDS = 300;
const SIGNED_AT = /(?:^|,)t=(\d{1,12})(?:,|$)/;

/** Stripe's signed events. Any of the configured secrets will do, so that they can be rotated. */
@Injectable()
export class StripeWebhooks implements ProviderWebhooks {
  readonly name = STRIPE;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly stripe: StripeClient,
    private readonly intents: StripeIntentsRepository,
  ) {}

  async read(text: string, signature: string | undefined, now: Date): Promise<ProviderNotice> {
    const event = this.verified(text, signature, now);
    const intent = intentOf(event);
    const paymentId = intent === undefined ? undefined : await this.intents.paymentOf(intent);
    return { id: event.id, type: event.type, paymentId, subject: subjectOf(event.data.object) };
  }

  private verified(text: string, signature: string | undefined, now: Date): Stripe.Event {
    const secrets = isNear(signature, now) ? (this.config.stripe?.webhookSecrets ?? []) : [];
    for (const secret of secrets) {
      const event = this.eventBy(secret, { text, signature: signature ?? '', now });
      if (event) return event;
    }
    throw refuse('webhook_signature_invalid');
  }

  private eventBy(secret: string, sent: { text: string; signature: string; now: Date }): Stripe.Event | undefined {
    const { webhooks } = this.stripe.api;
    try {
      const [{ text, signature }, receivedAt] = [sent, sent.now.getTime()];
      return webhooks.constructEvent(text, signature, secret, TOLERANCE_SECONDS, undefined, receivedAt);
    } catch {
      // Whatever is wrong with it, it was not signed with this secret.
      return undefined;
    }
  }
}

// The SDK refuses what is old; what claims to be of the future would be accepted for as long as it takes to come.
function isNear(signature: string | undefined, now: Date): boolean {
  const signedAt = Number(SIGNED_AT.exec(signature ?? '')?.[1]);
  return Math.abs(now.getTime() / 1_000 - signedAt) <= TOLERANCE_SECONDS;
}

function intentOf({ data }: Stripe.Event): string | undefined {
  const subject = data.object as { object: string; id?: string; payment_intent?: string | { id: string } | null };
  if (subject.object === 'payment_intent') return subject.id;
  return idOf(subject.payment_intent);
}
