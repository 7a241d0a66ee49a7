import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { ApiKeysRepository } from './api-keys.repository.ts';
import { KeyChanges } from './key-changes.ts';

/** Ends a key, for good and at once. One that is over already stays as it is. Refuses `not_found`. */
@Injectable()
export class RevokeApiKey {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly changes: KeyChanges,
  ) {}

  async execute(userId: string, apiKeyId: string): Promise<void> {
    await this.changes.run(userId, async (tx, now) => {
      const apiKey = await this.keys.lock(tx, userId, apiKeyId);
      if (!apiKey) throw refuse('not_found');
      if (apiKey.revokedAt !== null) return { apiKey };
      return { apiKey: await this.keys.revoke(tx, apiKeyId, now), change: 'revoked' };
    });
  }
}
