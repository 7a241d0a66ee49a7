import type { Page } from '../../shared/page.ts';
import { Reason } from '../../platform/http/reason.ts';
import type { LegalHold } from './legal-hold.ts';

export class HoldReasonDto {
  /** @example 'Case 2026-117 of the public prosecutor' */
  @Reason()
  reason!: string;
}

export class ErasureDto {
  /** The account is closed; the rest is done within minutes, or when nothing stands against it any more. */
  requestedAt!: Date;
}

export class LegalHoldDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  id!: string;
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e60' */
  userId!: string;
  /** @example 'Case 2026-117 of the public prosecutor' */
  reason!: string;
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e61' */
  placedBy!: string;
  placedAt!: Date;
  /** Null while it stands. */
  releasedBy!: string | null;
  releasedAt!: Date | null;
  /** @example 'The case was closed' */
  releaseReason!: string | null;

  static of({ id, userId, reason, placedBy, placedAt, ...release }: LegalHold): LegalHoldDto {
    const { releasedBy, releasedAt, releaseReason } = release;
    return { id, userId, reason, placedBy, placedAt, releasedBy, releasedAt, releaseReason };
  }
}

export class LegalHoldPageDto {
  data!: LegalHoldDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static of({ data, hasMore, nextCursor }: Page<LegalHold>): LegalHoldPageDto {
    return { data: data.map(LegalHoldDto.of), hasMore, nextCursor };
  }
}
