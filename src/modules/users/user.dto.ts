import type { KycStatus } from './kyc-state.ts';
import type { User, UserStatus } from './user.ts';

export class UserDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  id!: string;
  /** @example 'alice@trivet.example' */
  email!: string;
  /** @example 'Alice' */
  firstName!: string;
  /** @example 'Example' */
  lastName!: string;
  /** @example '+12125550123' */
  phone!: string | null;
  /** @example ['customer'] */
  roles!: string[];
  /** @example 'active' */
  status!: UserStatus;
  /** @example 'pending' */
  kycStatus!: KycStatus;
  /** Whether I proved by a code that the address is mine. */
  emailVerified!: boolean;
  /** Likewise of the phone. */
  phoneVerified!: boolean;
  /** @example '2026-11-21T09:00:00.000Z' */
  createdAt!: string;

  static of(user: User): UserDto {
    const { id, email, firstName, lastName, phone, status, kycStatus } = user;
    return {
      id,
      email,
      firstName,
      lastName,
      phone,
      roles: [...user.roles],
      status,
      kycStatus,
      emailVerified: user.emailVerifiedAt !== null,
      phoneVerified: user.phoneVerifiedAt !== null,
      createdAt: user.createdAt.toISOString(),
    };
  }
}
