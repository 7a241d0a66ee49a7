export type UserStatus = 'active' | 'suspended';

export interface User {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string | null;
  readonly roles: readonly string[];
  readonly status: UserStatus;
  readonly createdAt: Date;
}

/** A user together with what proves who they are. Only sign-in asks for it. */
export interface Credentials {
  readonly user: User;
  readonly passwordHash: string;
}

export interface NewUser {
  readonly email: string;
  readonly passwordHash: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone?: string | null;
  /** `['customer']` unless given. */
  readonly roles?: readonly string[];
}
