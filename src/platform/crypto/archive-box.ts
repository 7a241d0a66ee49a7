import { Injectable } from '@nestjs/common';
import type { Tx } from '../postgres/index.ts';
import { decrypt, encrypt } from './aes-gcm.ts';
import { ArchiveKeysRepository } from './archive-keys.repository.ts';
import { boundTo, type SecretPlace } from './secret-box.ts';

const FORMAT = 'a1.';

/** What became of a value: sealed; or its person was forgotten, and it is not kept; or there is no such person. */
export type Archived = { readonly sealed: string } | 'forgotten' | 'nobody';

/**
 * Seals what is a person's and is written once, where it cannot be sealed anew: with a key of theirs that stays the same and is destroyed
 * when they are forgotten. Many at a time.
 */
@Injectable()
export class ArchiveBox {
  constructor(private readonly keys: ArchiveKeysRepository) {}

  /** Seals for these persons, to be written in the same transaction. */
  async sealer(tx: Tx, personIds: readonly string[]) {
    const keys = await this.keys.toSeal(tx, personIds);
    return (personId: string, plaintext: string, place: SecretPlace): Archived => {
      const key = keys.get(personId);
      if (!key) return key === null ? 'forgotten' : 'nobody';
      const bytes = encrypt(key, Buffer.from(plaintext, 'utf8'), boundTo(place));
      return { sealed: `${FORMAT}${bytes.toString('base64url')}` };
    };
  }

  /** Opens what is of these persons. What does not open gives undefined: its person was forgotten, or somebody changed it. */
  async opener(personIds: readonly string[]) {
    const keys = await this.keys.toOpen(personIds);
    return (personId: string, sealed: string, place: SecretPlace): string | undefined => {
      const key = keys.get(personId);
      if (!key || !sealed.startsWith(FORMAT)) return undefined;
      try {
        return decrypt(key, Buffer.from(sealed.slice(FORMAT.length), 'base64url'), boundTo(place)).toString('utf8');
      } catch {
        return undefined;
      }
    };
  }
}
