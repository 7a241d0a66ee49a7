import type { KeyProvider, KeyPurpose, WrappedKey } from './key-provider.ts';
import { KmsKeys } from './kms-keys.provider.ts';
import { LocalKeys } from './local-keys.provider.ts';
import type { Config } from '../config/index.ts';

/** New keys are made where the configuration says; those of before are unwrapped by whoever wrapped them, while it is configured too. */
class EitherProvider implements KeyProvider {
  constructor(
    private readonly local: LocalKeys,
    private readonly kms: KmsKeys,
  ) {}

  newKey(purpose: KeyPurpose): ReturnType<KeyProvider['newKey']> {
    return this.kms.newKey(purpose);
  }

  unwrap(wrapped: WrappedKey, purpose: KeyPurpose): Promise<Buffer> {
    return (this.kms.knows(wrapped.wrappedBy) ? this.kms : this.local).unwrap(wrapped, purpose);
  }

  wrap(key: Buffer, purpose: KeyPurpose): Promise<WrappedKey> {
    return this.kms.wrap(key, purpose);
  }

  master(): Promise<string> {
    return this.kms.master();
  }

  knows(wrappedBy: string): boolean {
    return this.kms.knows(wrappedBy) || this.local.knows(wrappedBy);
  }
}

export function providerOf({ keys }: Pick<Config, 'keys'>): KeyProvider {
  const local = new LocalKeys(keys.masters);
  return keys.kms ? new EitherProvider(local, new KmsKeys(keys.kms)) : local;
}
