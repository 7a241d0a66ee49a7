import type { NewOutboxEvent } from '../../platform/events/index.ts';
import type { ApiKey } from './api-key.ts';

export type ApiKeyChange = 'created' | 'rotated' | 'revoked';

/** `api_key.created`, `api_key.rotated` or `api_key.revoked`; of the secret nothing. */
export function apiKeyEvent(change: ApiKeyChange, apiKey: ApiKey, at: Date): NewOutboxEvent {
  const { id: apiKeyId, userId, name, permissions, expiresAt } = apiKey;
  const payload = { apiKeyId, userId, name, permissions, expiresAt: expiresAt.toISOString() };
  return { type: `api_key.${change}`, aggregateId: apiKeyId, payload: { ...payload, occurredAt: at.toISOString() } };
}
