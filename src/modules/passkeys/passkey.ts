/** A public key with which somebody signs in. */
export interface Passkey {
  readonly id: string;
  readonly userId: string;
  /** The authenticator's own name of it, base64url. */
  readonly credentialId: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** How often the authenticator says it was used; 0 when it does not count. */
  readonly counter: number;
  readonly transports: readonly string[];
  readonly name: string;
  /** Whether it is kept in an account of its maker's, and so on more than one device. */
  readonly backedUp: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export type NewPasskey = Omit<Passkey, 'createdAt' | 'lastUsedAt'>;

export const MAX_PASSKEYS = 20;
