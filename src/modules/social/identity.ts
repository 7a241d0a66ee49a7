import type { SocialProviderName } from './social-provider.ts';

/** A person's identity at a provider: a way in. */
export interface LinkedIdentity {
  readonly provider: SocialProviderName;
  readonly subject: string;
  readonly userId: string;
  readonly linkedAt: Date;
}
