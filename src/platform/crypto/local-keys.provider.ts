import { createHash, randomBytes } from 'node:crypto';
import { decrypt, encrypt } from './aes-gcm.ts';
import { derivedKey } from './derived-key.ts';
import {
  bindingOf,
  DATA_KEY_BYTES,
  type KeyProvider,
  type KeyPurpose,
  MasterKeyMissing,
  type WrappedKey,
} from './key-provider.ts';

const NAME_LENGTH = 16;

interface Master {
  readonly name: string;
  readonly key: Buffer;
}

/** Master keys of our own, from the environment or a file: the first wraps, and every one unwraps what it once wrapped. */
export class LocalKeys implements KeyProvider {
  private readonly masters: readonly Master[];

  constructor(masterKeys: readonly Buffer[]) {
    this.masters = masterKeys.map((master) => ({ name: nameOf(master), key: derivedKey(master, 'wrap-data-keys') }));
  }

  newKey(purpose: KeyPurpose): Promise<WrappedKey & { readonly key: Buffer }> {
    const key = randomBytes(DATA_KEY_BYTES);
    return this.wrap(key, purpose).then((wrapped) => ({ key, ...wrapped }));
  }

  wrap(key: Buffer, purpose: KeyPurpose): Promise<WrappedKey> {
    const [master] = this.masters;
    if (!master) return Promise.reject(new MasterKeyMissing('No master key is configured'));
    return Promise.resolve({ wrapped: encrypt(master.key, key, bindingOf(purpose)), wrappedBy: master.name });
  }

  master(): Promise<string> {
    const [master] = this.masters;
    return master ? Promise.resolve(master.name) : Promise.reject(new MasterKeyMissing('No master key is configured'));
  }

  knows(wrappedBy: string): boolean {
    return this.masters.some(({ name }) => name === wrappedBy);
  }

  unwrap({ wrapped, wrappedBy }: WrappedKey, purpose: KeyPurpose): Promise<Buffer> {
    const master = this.masters.find(({ name }) => name === wrappedBy);
    if (!master) return Promise.reject(new MasterKeyMissing(`The master key ${wrappedBy} is not configured`));
    try {
      return Promise.resolve(decrypt(master.key, Buffer.from(wrapped), bindingOf(purpose)));
    } catch {
      return Promise.reject(new MasterKeyMissing(`What ${wrappedBy} wrapped was changed`));
    }
  }
}

// Tells keys apart, and tells nothing of them.
function nameOf(master: Buffer): string {
  const digest = createHash('sha256').update(derivedKey(master, 'name-of-master-key')).digest('hex');
  return `local:${digest.slice(0, NAME_LENGTH)}`;
}
