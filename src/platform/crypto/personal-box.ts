import { Injectable } from '@nestjs/common';
import type { Tx } from '../postgres/index.ts';
import { decrypt, encrypt } from './aes-gcm.ts';
import { type PersonKey, PersonKeysRepository } from './person-keys.repository.ts';
import { boundTo, parts, SecretBox, type SecretPlace } from './secret-box.ts';

/**
 * Seals what belongs to a person, with a key of their own: `p<version of the key>.<base64url>`. When the key is destroyed, nobody can
 * open it any more. Opens what `SecretBox` sealed, too.
 */
@Injectable()
export class PersonalBox {
  constructor(
    private readonly keys: PersonKeysRepository,
    private readonly box: SecretBox,
  ) {}

  /** To be written in the same transaction. Throws for who was forgotten. */
  async seal(tx: Tx, personId: string, plaintext: string, place: SecretPlace): Promise<string> {
    const key = await this.keys.toSeal(tx, personId);
    if (!key) throw new Error('The key of the person was destroyed');
    return sealedWith(key, plaintext, place);
  }

  /** Throws when the value was changed, belongs to another place or person, or its key was destroyed. */
  async open(personId: string, sealed: string, place: SecretPlace, reader?: Tx): Promise<string> {
    const { version, bytes } = parts(sealed, 'p');
    if (version === undefined) return this.box.open(sealed, place);
    const key = await this.keys.toOpen(personId, version, reader);
    if (!key) throw new Error('The key of the person is not there');
    return decrypt(key.key, bytes, boundTo(place)).toString('utf8');
  }
}

export function sealedWith({ version, key }: PersonKey, plaintext: string, place: SecretPlace): string {
  return `p${version}.${encrypt(key, Buffer.from(plaintext, 'utf8'), boundTo(place)).toString('base64url')}`;
}
