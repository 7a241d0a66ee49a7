import type { KeyProvider, KeyPurpose, WrappedKey } from './key-provider.ts';
import { KmsKeys } from './kms-keys.provider.ts';
import { LocalKeys } from './local-keys.provider.ts';
import type { Config } from '../config/index.ts';

/** Keys are made and wrapped where the configuration says, and unwrapped by whoever wrapped them, while it is configured too. */
class EitherProvider implements KeyProvider {
  constructor(
    private readonly local: LocalKeys,
    private readonly kms: KmsKeys,
    private readonly inUse: KeyProvider,
  ) {}

  newKey(purpose: KeyPurpose): ReturnType<KeyProvider['newKey']> {
    return this.inUse.newKey(purpose);
  }

  unwrap(wrapped: WrappedKey, purpose: KeyPurpose): Promise<Buffer> {
    return (this.kms.knows(wrapped.wrappedBy) ? this.kms : this.local).unwrap(wrapped, purpose);
  }

  wrap(key: Buffer, purpose: KeyPurpose): Promise<WrappedKey> {
    return this.inUse.wrap(key, purpose);
  }

  master(): Promise<string> {
    return this.inUse.master();
  }

  knows(wrappedBy: string): boolean {
    return this.kms.knows(wrappedBy) || this.local.knows(wrappedBy);
  }
}

export function providerOf({ keys }: Pick<Config, 'keys'>): KeyProvider {
  const local = new LocalKeys(keys.masters);
  if (!keys.kms) return local;
  const kms = new KmsKeys(keys.kms);
  return new EitherProvider(local, kms, keys.provider === 'kms' ? kms : local);
}
