import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { Reason } from '../../platform/http/reason.ts';
import type { Page } from '../../shared/page.ts';
import { SUBJECTS, type Subject } from './movement.ts';
import { type Rule, RULE_NAME, type RuleChange, WHEN_UNKNOWN, type WhenUnknown } from './rule.ts';
import { RULE_STATUSES, type RuleStatus } from './rule-state.ts';

const MAX_DESCRIPTION_LENGTH = 500;
const MAX_SCORE = 1_000;
const CONDITION = { all: [{ newPayee: { withinSeconds: 2_592_000 } }, { amount: { atLeast: { INR: 5_000_000 } } }] };

export class RuleReasonDto {
  /** @example 'Three cases last week' */
  @Reason()
  reason!: string;
}

export class ChangeRuleDto extends RuleReasonDto {
  /** @example 'Much money to somebody new' */
  @OptionalField()
  @PlainText({ min: 1, max: MAX_DESCRIPTION_LENGTH })
  description?: string;

  /**
   * What it looks at.
   * @example ['transfer', 'hold']
   */
  @OptionalField()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SUBJECTS.length)
  @ArrayUnique()
  @IsIn(SUBJECTS, { each: true })
  subjects?: Subject[];

  /** When it matches: facts, and all, any and not of them. See docs/risk.md. */
  @OptionalField()
  @IsObject()
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: CONDITION })
  condition?: object;

  /**
   * What a match adds to the score of a movement.
   * @example 60
   */
  @OptionalField()
  @IsInt()
  @Min(1)
  @Max(MAX_SCORE)
  score?: number;

  /**
   * What counts when something that it asks for is not known: closed is as if it matched.
   * @example 'open'
   */
  @OptionalField()
  @IsIn(WHEN_UNKNOWN)
  whenUnknown?: WhenUnknown;
}

export class DraftRuleDto extends RuleReasonDto {
  /** @example 'much_to_somebody_new' */
  @Matches(RULE_NAME)
  name!: string;

  /** @example 'Much money to somebody new' */
  @PlainText({ min: 1, max: MAX_DESCRIPTION_LENGTH })
  description!: string;

  /** @example ['transfer', 'hold'] */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SUBJECTS.length)
  @ArrayUnique()
  @IsIn(SUBJECTS, { each: true })
  subjects!: Subject[];

  /** When it matches: facts, and all, any and not of them. See docs/risk.md. */
  @IsObject()
  @ApiProperty({ type: 'object', additionalProperties: true, example: CONDITION })
  condition!: object;

  /** @example 60 */
  @IsInt()
  @Min(1)
  @Max(MAX_SCORE)
  score!: number;

  /** @example 'open' */
  @IsIn(WHEN_UNKNOWN)
  whenUnknown!: WhenUnknown;
}

export class RulesQueryDto extends PageQueryDto {
  /** @example 'live' */
  @OptionalField()
  @IsIn(RULE_STATUSES)
  status?: RuleStatus;

  /** @example 'much_to_somebody_new' */
  @OptionalField()
  @Matches(RULE_NAME)
  name?: string;
}

export class RuleDto {
  id!: string;
  /** @example 'much_to_somebody_new' */
  name!: string;
  /**
   * Of its name: the first is 1.
   * @example 1
   */
  number!: number;
  /** @example 'live' */
  status!: RuleStatus;
  /** @example 'Much money to somebody new' */
  description!: string;
  /** @example ['transfer', 'hold'] */
  subjects!: Subject[];
  @ApiProperty({ type: 'object', additionalProperties: true, example: CONDITION })
  condition!: object;
  /** @example 60 */
  score!: number;
  /** @example 'open' */
  whenUnknown!: WhenUnknown;
  /** Who wrote what is in it: somebody else lets it decide. */
  authorId!: string;
  /** @example 1 */
  version!: number;
  /** @example 'Three cases last week' */
  reason!: string;
  changedBy!: string;
  changedAt!: Date;

  static from({ id, name, number, status, description, subjects, condition, score, ...rule }: Rule): RuleDto {
    const { whenUnknown, authorId, version, reason, changedBy, changedAt } = rule;
    return {
      ...{ id, name, number, status, description, subjects: [...subjects], condition, score, whenUnknown },
      ...{ authorId, version, reason, changedBy, changedAt },
    };
  }
}

export class RuleListDto {
  data!: RuleDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ data, hasMore, nextCursor }: Page<Rule>): RuleListDto {
    return { data: data.map(RuleDto.from), hasMore, nextCursor };
  }
}

export class RuleChangeDto {
  /** @example 2 */
  version!: number;
  /** Null when it was made. */
  @ApiProperty({ enum: RULE_STATUSES, nullable: true, example: 'draft' })
  statusBefore!: RuleStatus | null;
  /** @example 'shadow' */
  status!: RuleStatus;
  /** All that decides, as it was then. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  content!: object;
  /** @example 'Three cases last week' */
  reason!: string;
  changedBy!: string;
  changedAt!: Date;
}

export class RuleHistoryDto {
  data!: RuleChangeDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ data, hasMore, nextCursor }: Page<RuleChange>): RuleHistoryDto {
    const lines = data.map(({ version, statusBefore, status, content, reason, changedBy, changedAt }) => ({
      ...{ version, statusBefore, status, content, reason, changedBy, changedAt },
    }));
    return { data: lines, hasMore, nextCursor };
  }
}
