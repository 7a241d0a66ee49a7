import type { KycStatus } from './kyc-state.ts';

/** Who deleted their account stays, for the books name them; nobody signs in as them. */
export const USER_STATUSES = ['active', 'suspended', 'deleted'] as const;

export type UserStatus = (typeof USER_STATUSES)[number];

export interface User {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string | null;
  readonly roles: readonly string[];
  readonly status: UserStatus;
  readonly kycStatus: KycStatus;
  /** When they proved that it is theirs; null until then. */
  readonly emailVerifiedAt: Date | null;
  readonly phoneVerifiedAt: Date | null;
  /** How often every session of theirs was ended at once: one that began under another number is over. */
  readonly sessionEpoch: number;
  readonly createdAt: Date;
}

/** How a person is reached. */
export const CONTACTS = ['email', 'phone'] as const;

export type Contact = (typeof CONTACTS)[number];

/** Another address in the place of the one that somebody has. */
export interface ChangedEmail {
  readonly email: string;
  /** Whether they have just proved that it is theirs. */
  readonly proved: boolean;
  /** Why, when an operator did it. */
  readonly reason?: string;
}

/** A user together with what proves who they are. Only sign-in asks for it. */
export interface Credentials {
  readonly user: User;
  /** Null for who has no password. */
  readonly passwordHash: string | null;
}

export interface NewUser {
  readonly email: string;
  /** Null for who signs in elsewhere. */
  readonly passwordHash: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone?: string | null;
  /** `['customer']` unless given. */
  readonly roles?: readonly string[];
}

/** One line of what became of a person's status, check and roles. */
export interface UserHistoryLine {
  /** `status`, `kyc`, `role_granted` or `role_revoked`. */
  readonly change: string;
  readonly from: string | null;
  readonly to: string;
  readonly reason: string | null;
  /** Null is an operator at the command line. */
  readonly changedBy: string | null;
  readonly createdAt: Date;
}
