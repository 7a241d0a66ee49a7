import { Injectable } from '@nestjs/common';
import { Ids } from '../../shared/ids.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { demandOwn } from '../access/index.ts';
import { Users } from '../users/index.ts';
import { type ApiKey, MAX_API_KEYS, type ShownApiKey } from './api-key.ts';
import { ApiKeysRepository } from './api-keys.repository.ts';
import { KeyChanges } from './key-changes.ts';
import { newKey } from './key-text.ts';

const DAY_MS = 86_400_000;

export interface CreateApiKeyCommand {
  readonly by: Principal;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly expiresInDays: number;
}

/**
 * Makes a key, whose text is given this once. Refuses `forbidden` (a permission that its owner does not have), `email_unproved` (an account
 * under an address that is not theirs must have no way in that stays when the owner of the address takes it back), `invalid_token` and
 * `api_key_limit_reached`.
 */
@Injectable()
export class CreateApiKey {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly changes: KeyChanges,
    private readonly ids: Ids,
    private readonly users: Users,
  ) {}

  async execute(command: CreateApiKeyCommand): Promise<ShownApiKey> {
    const { by } = command;
    demandOwn(by.permissions, command.permissions);
    if ((await this.users.require(by.id)).emailVerifiedAt === null) throw refuse('email_unproved');
    const { keyId: id, text, secretHash } = newKey(this.ids);
    const apiKey = await this.changes.run(by, async (tx, now) => {
      if ((await this.keys.countWorking(tx, by.id, now)) >= MAX_API_KEYS) throw refuse('api_key_limit_reached');
      const made = newApiKey(command, { id, secretHash, now });
      await this.keys.insert(tx, made);
      return { apiKey: made, change: 'created' };
    });
    return { apiKey, text };
  }
}

function newApiKey(
  { by, name, permissions, expiresInDays }: CreateApiKeyCommand,
  { id, secretHash, now }: { id: string; secretHash: string; now: Date },
): ApiKey {
  return {
    ...{ id, userId: by.id, name, permissions, secretHash, version: 1, createdAt: now },
    expiresAt: new Date(now.getTime() + expiresInDays * DAY_MS),
    ...{ formerHash: null, formerUntil: null, rotatedAt: null, lastUsedAt: null, revokedAt: null },
  };
}
