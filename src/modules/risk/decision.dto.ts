import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { Reason } from '../../platform/http/reason.ts';
import { Uuid } from '../../platform/http/uuid.ts';
import type { Page } from '../../shared/page.ts';
import { type RecordedDecision, REVIEW_STATUSES, type ReviewStatus } from './decision.ts';
import { MovementPartDto } from './movement.dto.ts';
import { SUBJECTS, type Subject } from './movement.ts';

export class DecideReviewDto {
  /** @example 'Called the customer, who confirmed it' */
  @Reason()
  reason!: string;
}

export class DecisionsQueryDto extends PageQueryDto {
  /**
   * Only what is reviewed, in this state.
   * @example 'open'
   */
  @OptionalField()
  @IsIn(REVIEW_STATUSES)
  reviewStatus?: ReviewStatus;

  /** Only of this person. */
  @OptionalField()
  @Uuid()
  userId?: string;
}

export class DecisionDto {
  id!: string;
  userId!: string;
  /** The transfer or hold that it would become. */
  movementId!: string;
  @ApiProperty({ enum: SUBJECTS, example: 'transfer' })
  subject!: Subject;
  parts!: MovementPartDto[];
  /** A hash of what the client said that it is. */
  device!: string | null;
  /** @example 'review' */
  decision!: 'review' | 'block';
  /** @example 60 */
  score!: number;
  /** @example ['rule:much_to_somebody_new:1'] */
  reasons!: string[];
  /** Null for what was blocked. */
  @ApiProperty({ enum: REVIEW_STATUSES, nullable: true, example: 'open' })
  reviewStatus!: ReviewStatus | null;
  /** Who has taken it, or decided it. */
  reviewerId!: string | null;
  reviewReason!: string | null;
  reviewedAt!: Date | null;
  createdAt!: Date;

  static from(recorded: RecordedDecision): DecisionDto {
    const { id, userId, movementId, subject, parts, device, decision, score, reasons } = recorded;
    const { reviewStatus, reviewerId, reviewReason, reviewedAt, createdAt } = recorded;
    return {
      ...{ id, userId, movementId, subject, parts: parts.map(MovementPartDto.from), device, decision, score },
      ...{ reasons: [...reasons], reviewStatus, reviewerId, reviewReason, reviewedAt, createdAt },
    };
  }
}

export class DecisionListDto {
  data!: DecisionDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ data, hasMore, nextCursor }: Page<RecordedDecision>): DecisionListDto {
    return { data: data.map(DecisionDto.from), hasMore, nextCursor };
  }
}
