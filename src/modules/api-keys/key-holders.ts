import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { Principals, ShortMemory } from '../access/index.ts';
import { ApiKeysRepository } from './api-keys.repository.ts';
import type { PresentedKey } from './key-text.ts';

const CAPACITY = 10_000;

/**
 * Who asks with a key, and what they may do now. Whose key it is never changes and is kept here; whether it works is looked at with all
 * else that decides what its owner may.
 */
@Injectable()
export class KeyHolders {
  private readonly owners = new ShortMemory<string>(CAPACITY, () => Infinity);

  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly principals: Principals,
  ) {}

  /** The principal, when all that says so is known here; asks nobody. */
  known(key: PresentedKey): Principal | undefined {
    const userId = this.owners.get(key.keyId);
    return userId === undefined ? undefined : this.principals.known({ ...key, userId });
  }

  /** Whether nobody needs to be asked whose key it is. */
  heardOf({ keyId }: PresentedKey): boolean {
    return this.owners.get(keyId) !== undefined;
  }

  /** The principal. Refuses `invalid_api_key`, and `forbidden` for a suspended person. */
  async of(key: PresentedKey): Promise<Principal> {
    const userId = await this.owners.through(key.keyId, () => this.ownerOf(key.keyId));
    return this.principals.of({ ...key, userId });
  }

  private async ownerOf(keyId: string): Promise<string> {
    const userId = await this.keys.ownerOf(keyId);
    if (userId === undefined) throw refuse('invalid_api_key');
    return userId;
  }
}
