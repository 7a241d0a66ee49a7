import type { Proof } from '../../shared/principal.ts';
import type { RefreshTokenHashes } from './refresh-token.ts';

/** From what device a person signed in, as far as it says. */
export interface ClientDevice {
  readonly ip: string;
  readonly userAgent: string;
}

/** A session before it is stored. */
export type NewSession = Pick<Session, 'userId' | 'epoch' | 'proof'>;

/** One sign-in of one device: what a chain of refresh tokens belongs to. */
export interface Session extends RefreshTokenHashes, ClientDevice {
  readonly id: string;
  readonly userId: string;
  /** Of the person when it began: with another it is over. */
  readonly epoch: number;
  /** When and how they last proved who they are in it. */
  readonly proof: Proof;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  /** Set when a used token came back: the session is over, and stays known until it would have expired. */
  readonly endedAt?: Date;
}
