import type { NewOutboxEvent } from '../../platform/events/index.ts';
import type { SocialProviderName } from './social-provider.ts';

/** `identity.linked` or `identity.unlinked`: another way in, or one less. */
export function identityEvent(
  change: 'linked' | 'unlinked',
  userId: string,
  provider: SocialProviderName,
): NewOutboxEvent {
  return { type: `identity.${change}`, aggregateId: userId, payload: { userId, provider } };
}
