import { IsEmail, IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { Reason } from '../../platform/http/reason.ts';
import type { Page } from '../../shared/page.ts';
import { ROLE_NAME } from '../access/index.ts';
import type { UserFile } from './administer-users.use-case.ts';
import { KYC_DECISIONS, KYC_STATUSES, type KycDecision, type KycStatus } from './kyc-state.ts';
import { ProfileDto } from './profile.dto.ts';
import { type User, USER_STATUSES, type UserHistoryLine, type UserStatus } from './user.ts';

const MAX_EMAIL_LENGTH = 254;
const SETTABLE_STATUSES = ['active', 'suspended'] as const;

export class UsersQueryDto extends PageQueryDto {
  /** @example 'active' */
  @OptionalField()
  @IsIn(USER_STATUSES)
  status?: UserStatus;

  /** @example 'submitted' */
  @OptionalField()
  @IsIn(KYC_STATUSES)
  kycStatus?: KycStatus;

  /** @example 'auditor' */
  @OptionalField()
  @Matches(ROLE_NAME)
  role?: string;

  /**
   * The whole address, for who may see personal data.
   * @example 'alice@trivet.example'
   */
  @OptionalField()
  @PlainText({ min: 3, max: MAX_EMAIL_LENGTH })
  @IsEmail()
  email?: string;
}

export class ChangeStatusDto {
  /** @example 'suspended' */
  @IsIn(SETTABLE_STATUSES)
  status!: (typeof SETTABLE_STATUSES)[number];

  /** @example 'Reported as stolen' */
  @Reason()
  reason!: string;
}

export class DecideKycDto {
  /** @example 'verified' */
  @IsIn(KYC_DECISIONS)
  status!: KycDecision;

  /**
   * The version of the profile that you looked at.
   * @example 1
   */
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  profileVersion!: number;

  /** @example 'The passport is readable and valid' */
  @Reason()
  reason!: string;
}

export class AdminUserDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  id!: string;
  /**
   * Null for who may not see personal data; so are the names and the phone.
   * @example 'alice@trivet.example'
   */
  email!: string | null;
  /** @example 'Alice' */
  firstName!: string | null;
  /** @example 'Example' */
  lastName!: string | null;
  /** @example '+12125550123' */
  phone!: string | null;
  /** @example ['customer'] */
  roles!: string[];
  /** @example 'active' */
  status!: UserStatus;
  /** @example 'submitted' */
  kycStatus!: KycStatus;
  createdAt!: Date;

  static of(user: User, personal: boolean): AdminUserDto {
    const { id, email, firstName, lastName, phone, roles, status, kycStatus, createdAt } = user;
    const person = personal
      ? { email, firstName, lastName, phone }
      : { email: null, firstName: null, lastName: null, phone: null };
    return { id, ...person, roles: [...roles], status, kycStatus, createdAt };
  }
}

export class AdminUserPageDto {
  data!: AdminUserDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static of({ data, hasMore, nextCursor }: Page<User>, personal: boolean): AdminUserPageDto {
    return { data: data.map((user) => AdminUserDto.of(user, personal)), hasMore, nextCursor };
  }
}

export class UserHistoryLineDto {
  /** @example 'status' */
  change!: string;
  /** @example 'active' */
  from!: string | null;
  /** @example 'suspended' */
  to!: string;
  /** @example 'Reported as stolen' */
  reason!: string | null;
  /** Null is an operator at the command line. */
  changedBy!: string | null;
  createdAt!: Date;

  static of({ change, from, to, reason, changedBy, createdAt }: UserHistoryLine): UserHistoryLineDto {
    return { change, from, to, reason, changedBy, createdAt };
  }
}

export class UserFileDto extends AdminUserDto {
  /** What the person submitted to be checked; null when nothing, and for who may not see personal data. */
  profile!: ProfileDto | null;
  /** What became of status, check and roles, the last 50, newest first. */
  history!: UserHistoryLineDto[];

  static from({ user, profile, history }: UserFile, personal: boolean): UserFileDto {
    return {
      ...AdminUserDto.of(user, personal),
      profile: profile ? ProfileDto.from(profile) : null,
      history: history.map(UserHistoryLineDto.of),
    };
  }
}
