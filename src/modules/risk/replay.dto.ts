import { ApiProperty } from '@nestjs/swagger';
import { Moment } from '../../platform/http/moment.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { MovementDto } from './movement.dto.ts';
import type { Match, Replay } from './replay-rule.use-case.ts';
import { DECISIONS, type Decision } from './rule.ts';

export class ReplayQueryDto extends PageQueryDto {
  /** Only movements of then or later, such as `2026-11-20T00:00:00.000Z`. */
  @OptionalField()
  @Moment()
  from?: string;

  /** Only movements before then. */
  @OptionalField()
  @Moment()
  to?: string;
}

export class MatchDto {
  movement!: MovementDto;
  /**
   * Whether it matched only because something that it asks for is not known.
   * @example false
   */
  isUnknown!: boolean;
  /**
   * The score with this rule.
   * @example 60
   */
  score!: number;
  /** What would have been decided with this rule, by today's thresholds. */
  @ApiProperty({ enum: DECISIONS, example: 'review' })
  decision!: Decision;

  static from({ movement, isUnknown, score, decision }: Match): MatchDto {
    return { movement: MovementDto.from(movement), isUnknown, score, decision };
  }
}

export class ReplayDto {
  /**
   * How many movements of the rule's subjects this page has; those that it would not have matched are not shown.
   * @example 20
   */
  looked!: number;
  data!: MatchDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ looked, matches, hasMore, nextCursor }: Replay): ReplayDto {
    return { looked, data: matches.map(MatchDto.from), hasMore, nextCursor };
  }
}
