/** Whoever keeps the master key, which never leaves it (KMS) or never leaves the process (local). */
export const KEY_PROVIDER = Symbol('KEY_PROVIDER');

export const DATA_KEY_BYTES = 32;

/** What a data key is for. A key that was wrapped for one purpose is not unwrapped for another. */
export type KeyPurpose = 'seal' | 'index';

export interface WrappedKey {
  readonly wrapped: Uint8Array;
  /** Which master key it takes to unwrap it. */
  readonly wrappedBy: string;
}

/** Makes data keys, and unwraps them. With KMS each is a call that leaves the process: it may fail, or hang until its time is over. */
export interface KeyProvider {
  newKey(purpose: KeyPurpose): Promise<WrappedKey & { readonly key: Buffer }>;
  /** Throws `MasterKeyMissing` when it cannot be unwrapped here however often it is tried. */
  unwrap(wrapped: WrappedKey, purpose: KeyPurpose): Promise<Buffer>;
  /** The master key that wraps now, as `wrappedBy` names it. */
  master(): Promise<string>;
  /** Wraps a data key that there is already with the master key that wraps now. */
  wrap(key: Buffer, purpose: KeyPurpose): Promise<WrappedKey>;
  /** Whether that master key is configured. Asks nobody: in KMS it may be gone all the same. */
  knows(wrappedBy: string): boolean;
}

/** The master key that a data key was wrapped with is not configured, or the wrapped key was changed. */
export class MasterKeyMissing extends Error {
  override readonly name = 'MasterKeyMissing';
}

export function bindingOf(purpose: KeyPurpose): string {
  return `data_key.wrapped.${purpose}`;
}
