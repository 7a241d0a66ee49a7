import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.ts';
import { decrypt, encrypt } from './aes-gcm.ts';
import { derivedKey } from './derived-key.ts';
import { KeyRing } from './key-ring.ts';

/** Where a sealed value lives. It is authenticated, so that a value moved to another row or column does not open. */
export interface SecretPlace {
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
}

/** Before data keys there was one key, derived from `ENCRYPTION_KEY`. */
export const FIRST_FORMAT = 'v1.';

/**
 * Seals small secrets for storage: AES-256-GCM, `k<version of the data key>.<base64url of nonce, tag and ciphertext>`. What
 * belongs to a person is sealed by `PersonalBox`, with a key that is destroyed when they are forgotten.
 */
@Injectable()
export class SecretBox {
  private readonly firstKeys: readonly Buffer[];

  constructor(
    @Inject(CONFIG) { keys }: Config,
    private readonly ring: KeyRing,
  ) {
    this.firstKeys = keys.masters.map((master) => derivedKey(master, 'secret-box'));
  }

  seal(plaintext: string, place: SecretPlace): string {
    const { version, key } = this.ring.current('seal');
    return `k${version}.${encrypt(key, Buffer.from(plaintext, 'utf8'), boundTo(place)).toString('base64url')}`;
  }

  /** Throws when the value was changed, belongs to another place, or was sealed with a key that is not here. */
  async open(sealed: string, place: SecretPlace): Promise<string> {
    const { version, bytes } = parts(sealed, 'k');
    if (version !== undefined) {
      return decrypt(await this.ring.find('seal', version), bytes, boundTo(place)).toString('utf8');
    }
    if (!sealed.startsWith(FIRST_FORMAT)) throw new Error('The value was sealed with an unknown key');
    return this.openFirst(bytes, place);
  }

  /** The version of the key that `seal` uses now. */
  version(): number {
    return this.ring.current('seal').version;
  }

  private openFirst(bytes: Buffer, place: SecretPlace): string {
    for (const key of this.firstKeys) {
      try {
        return decrypt(key, bytes, boundTo(place)).toString('utf8');
      } catch {
        // The next may be the one; when none is, that is what is thrown.
      }
    }
    throw new Error('The value was changed, moved, or sealed with a key that is not here');
  }
}

export function boundTo({ table, column, rowId }: SecretPlace): string {
  return `${table}.${column}.${rowId}`;
}

/** The version behind a letter, and the bytes behind the dot. */
export function parts(sealed: string, letter: 'k' | 'p'): { readonly version?: number; readonly bytes: Buffer } {
  const [name = '', payload = ''] = sealed.split('.', 2);
  const bytes = Buffer.from(payload, 'base64url');
  return name.startsWith(letter) && /^\d{1,9}$/.test(name.slice(1))
    ? { version: Number(name.slice(1)), bytes }
    : { bytes };
}
