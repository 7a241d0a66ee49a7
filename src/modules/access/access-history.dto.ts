import type { Page } from '../../shared/page.ts';
import type { AccessChangeLine } from './access.ts';

export class AccessChangeDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  id!: string;
  /** @example 'permission_added' */
  change!: AccessChangeLine['change'];
  /** @example 'night_auditor' */
  role!: string;
  /**
   * What the role may from then on, or no more.
   * @example 'ledger:read'
   */
  permission!: string | null;
  /**
   * Who was given the role, or lost it.
   * @example null
   */
  userId!: string | null;
  /** @example 'Joined the audit team' */
  reason!: string | null;
  /**
   * Null is an operator at the command line.
   * @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f'
   */
  changedBy!: string | null;
  createdAt!: Date;

  static of({ id, change, role, permission, userId, reason, changedBy, createdAt }: AccessChangeLine): AccessChangeDto {
    return { id, change, role, permission, userId, reason, changedBy, createdAt };
  }
}

export class AccessHistoryDto {
  data!: AccessChangeDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ data, hasMore, nextCursor }: Page<AccessChangeLine>): AccessHistoryDto {
    return { data: data.map(AccessChangeDto.of), hasMore, nextCursor };
  }
}
