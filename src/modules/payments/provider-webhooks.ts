import type { SubjectName } from './provider-account.ts';

/** Who reads what the configured provider sends us. */
export const PROVIDER_WEBHOOKS = Symbol('PROVIDER_WEBHOOKS');

/** That something happened at the provider. What it was is asked of the provider: a notice may be late, early or repeated. */
export interface ProviderNotice {
  /** The provider's name for it: the same however often it is sent. */
  readonly id: string;
  readonly type: string;
  /** The payment of ours that it is about. */
  readonly paymentId?: string;
  /** What else it is about, by the provider's name. */
  readonly subject?: SubjectName;
}

export interface ProviderWebhooks {
  readonly name: string;
  /** Reads the very text that was sent. Refuses `webhook_signature_invalid`, also when it was signed too long ago. */
  read(text: string, signature: string | undefined, now: Date): Promise<ProviderNotice>;
}
