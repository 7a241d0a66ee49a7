import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { type ShownApiKey, statusOf } from './api-key.ts';
import { ApiKeysRepository, type Rotated } from './api-keys.repository.ts';
import { KeyChanges } from './key-changes.ts';
import { rotatedKeyText } from './key-text.ts';

export interface RotateApiKeyCommand {
  readonly by: Principal;
  readonly apiKeyId: string;
  /** How long the old secret goes on working; 0 ends it now. */
  readonly graceSeconds: number;
  /** The version that the owner read, if they say. */
  readonly expectedVersion?: bigint;
}

/**
 * Gives a key another secret, shown this once; its name, scope and end stay. Two secrets work at most: one that is still in the grace of
 * an earlier rotation ends now. Refuses `invalid_token`, `not_found`, `stale_version` and `api_key_not_active`.
 */
@Injectable()
export class RotateApiKey {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly changes: KeyChanges,
  ) {}

  async execute({ by, apiKeyId, graceSeconds, expectedVersion }: RotateApiKeyCommand): Promise<ShownApiKey> {
    const { text, secretHash } = rotatedKeyText(apiKeyId);
    const apiKey = await this.changes.run(by, async (tx, now) => {
      const before = await this.keys.lock(tx, by.id, apiKeyId);
      if (!before) throw refuse('not_found');
      if (expectedVersion !== undefined && expectedVersion !== BigInt(before.version)) throw refuse('stale_version');
      if (statusOf(before, now) !== 'active') throw refuse('api_key_not_active');
      const former = graceSeconds > 0 ? graceOf(before.secretHash, now, graceSeconds) : NO_GRACE;
      const rotated: Rotated = { secretHash, rotatedAt: now, ...former };
      return { apiKey: await this.keys.rotate(tx, apiKeyId, rotated), change: 'rotated' };
    });
    return { apiKey, text };
  }
}

const NO_GRACE = { formerHash: null, formerUntil: null } as const;

function graceOf(formerHash: string, now: Date, graceSeconds: number): Pick<Rotated, 'formerHash' | 'formerUntil'> {
  return { formerHash, formerUntil: new Date(now.getTime() + graceSeconds * 1_000) };
}
