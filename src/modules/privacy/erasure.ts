/** How an erasure came about: the person wants it, or their account has been closed for long enough. */
export type ErasureCause = 'person' | 'retention';

export interface Erasure {
  readonly userId: string;
  readonly cause: ErasureCause;
  readonly requestedAt: Date;
}

/** What keeps a person from being forgotten now; the next run of the job looks again. */
export type Hindrance = 'held' | 'money' | 'obligation' | 'provider';

/** How long a provider is waited for to let go of a person's cards, before they are forgotten here without it. */
export const PROVIDER_PATIENCE_MS = 7 * 86_400_000;
