import { ArrayMaxSize, ArrayUnique, IsArray, Matches } from 'class-validator';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { Reason } from '../../platform/http/reason.ts';
import { type CatalogueEntry, type Role, ROLE_NAME } from './access.ts';

const MAX_DESCRIPTION_LENGTH = 200;
const MAX_PERMISSIONS = 500;
const MAX_ROLES = 20;
export const PERMISSION_NAME = /^[a-z][a-z-]{0,39}:[a-z][a-z-]{0,39}$/;

export class CreateRoleDto {
  /** @example 'night_auditor' */
  @Matches(ROLE_NAME)
  name!: string;

  /** @example 'Reads the books at night' */
  @PlainText({ min: 1, max: MAX_DESCRIPTION_LENGTH })
  description!: string;

  /**
   * Only what you have yourself.
   * @example ['ledger:read']
   */
  @IsArray()
  @ArrayMaxSize(MAX_PERMISSIONS)
  @ArrayUnique()
  @Matches(PERMISSION_NAME, { each: true })
  permissions!: string[];
}

export class ChangeRoleDto {
  /** @example 'Reads and checks the books at night' */
  @OptionalField()
  @PlainText({ min: 1, max: MAX_DESCRIPTION_LENGTH })
  description?: string;

  /**
   * All that the role may from now on.
   * @example ['ledger:read', 'ledger:verify']
   */
  @OptionalField()
  @IsArray()
  @ArrayMaxSize(MAX_PERMISSIONS)
  @ArrayUnique()
  @Matches(PERMISSION_NAME, { each: true })
  permissions?: string[];
}

export class GrantRolesDto {
  /**
   * All the roles that the person has from now on.
   * @example ['customer', 'auditor']
   */
  @IsArray()
  @ArrayMaxSize(MAX_ROLES)
  @ArrayUnique()
  @Matches(ROLE_NAME, { each: true })
  roles!: string[];

  /** @example 'Joined the audit team' */
  @OptionalField()
  @Reason()
  reason?: string;
}

export class GrantedRolesDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  userId!: string;
  /** @example ['customer', 'auditor'] */
  roles!: string[];
}

export class RoleDto {
  /** @example 'night_auditor' */
  name!: string;
  /** @example 'Reads the books at night' */
  description!: string;
  /** Whether every installation has it. */
  builtIn!: boolean;
  /** @example ['ledger:read'] */
  permissions!: string[];
  /** @example 1 */
  version!: number;
  createdAt!: Date;
  updatedAt!: Date;

  static from({ name, description, builtIn, permissions, version, createdAt, updatedAt }: Role): RoleDto {
    return { name, description, builtIn, permissions: [...permissions], version, createdAt, updatedAt };
  }
}

export class RoleListDto {
  data!: RoleDto[];
}

export class PermissionDto {
  /** @example 'ledger:read' */
  name!: string;
  /** @example 'Read the books: trial balance and any account' */
  description!: string;
}

export class PermissionListDto {
  data!: PermissionDto[];

  static from(entries: readonly CatalogueEntry[]): PermissionListDto {
    return { data: entries.map(({ name, description }) => ({ name, description })) };
  }
}
