import type { KeyPurpose, WrappedKey } from './key-provider.ts';

/** A data key as it is kept: wrapped. Versions of a purpose count from 1. */
export interface DataKey extends WrappedKey {
  readonly purpose: KeyPurpose;
  readonly version: number;
  readonly createdAt: Date;
  /** From then on it seals: by then every process knows it. */
  readonly activeFrom: Date;
  /** Since then nothing that is kept is sealed with it; it still opens what backups and queues hold. */
  readonly retiredAt: Date | null;
}

/** What logs and the audit log call a data key. */
export function nameOf({ purpose, version }: Pick<DataKey, 'purpose' | 'version'>): string {
  return `${purpose}:${version}`;
}

/** How long every process has to get to know a new key before any of them seals with it. */
export const ACTIVATION_MS = 60_000;
/** How often a process looks for new keys. */
export const REFRESH_MS = 20_000;
