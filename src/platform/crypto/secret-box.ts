import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.ts';
import { derivedKey } from './derived-key.ts';

/** Where a sealed value lives. It is authenticated, so that a value moved to another row or column does not open. */
export interface SecretPlace {
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
}

const ALGORITHM = 'aes-256-gcm';
const KEY_ID = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals small secrets for storage: AES-256-GCM, `v1.<base64url of nonce, tag and ciphertext>`. The prefix names the key. */
@Injectable()
export class SecretBox {
  private readonly key: Buffer;

  constructor(@Inject(CONFIG) config: Config) {
    this.key = derivedKey(config.secrets.encryptionKey, 'secret-box');
  }

  seal(plaintext: string, place: SecretPlace): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key, nonce, { authTagLength: TAG_BYTES }).setAAD(aad(place));
    const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    return `${KEY_ID}.${Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64url')}`;
  }

  /** Throws when the value was changed, belongs to another place, or was sealed with a key that is not here. */
  open(sealed: string, place: SecretPlace): string {
    const [keyId, payload = ''] = sealed.split('.', 2);
    if (keyId !== KEY_ID) throw new Error('The value was sealed with an unknown key');
    const bytes = Buffer.from(payload, 'base64url');
    if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('The sealed value is too short');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(ALGORITHM, this.key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(aad(place))
      .setAuthTag(tag);
    const ciphertext = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
  }
}

function aad({ table, column, rowId }: SecretPlace): Buffer {
  return Buffer.from(`${table}.${column}.${rowId}`, 'utf8');
}
