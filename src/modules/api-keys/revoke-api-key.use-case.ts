import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { ApiKeysRepository } from './api-keys.repository.ts';
import { KeyChanges } from './key-changes.ts';

/** Ends a key, for good and at once. One that is over already stays as it is. Refuses `invalid_token` and `not_found`. */
@Injectable()
export class RevokeApiKey {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly changes: KeyChanges,
  ) {}

  async execute(by: Principal, apiKeyId: string): Promise<void> {
    await this.changes.run(by, async (tx, now) => {
      const apiKey = await this.keys.lock(tx, by.id, apiKeyId);
      if (!apiKey) throw refuse('not_found');
      if (apiKey.revokedAt !== null) return { apiKey };
      return { apiKey: await this.keys.revoke(tx, apiKeyId, now), change: 'revoked' };
    });
  }
}
