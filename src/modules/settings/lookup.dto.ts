import { IsBoolean, IsInt, Matches, Max, Min } from 'class-validator';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { Reason } from '../../platform/http/reason.ts';
import type { Page } from '../../shared/page.ts';
import { LOOKUP_CODE, type LookupChange, type LookupContent, type LookupValue } from './lookup.ts';
import type { DescribedSet } from './read-lookups.use-case.ts';

const MAX_LABEL_LENGTH = 100;
const MAX_POSITION = 1_000_000;

export class AddLookupDto {
  /** @example 'voter_card' */
  @Matches(LOOKUP_CODE)
  code!: string;

  /** @example 'Voter card' */
  @PlainText({ min: 1, max: MAX_LABEL_LENGTH })
  label!: string;

  /**
   * Where it stands among the others.
   * @example 50
   */
  @IsInt()
  @Min(1)
  @Max(MAX_POSITION)
  position!: number;

  /** @example 'Accepted from December on' */
  @Reason()
  reason!: string;
}

export class ChangeLookupDto {
  /** @example 'Voter identity card' */
  @OptionalField()
  @PlainText({ min: 1, max: MAX_LABEL_LENGTH })
  label?: string;

  /** @example 60 */
  @OptionalField()
  @IsInt()
  @Min(1)
  @Max(MAX_POSITION)
  position?: number;

  /**
   * Whether it may be used from now on; what was written with it stays.
   * @example false
   */
  @OptionalField()
  @IsBoolean()
  active?: boolean;

  /** @example 'No longer accepted' */
  @Reason()
  reason!: string;
}

export class LookupSetDto {
  /** @example 'document_type' */
  name!: string;
  /** @example 'What kinds of documents people may submit to be checked' */
  description!: string;
}

export class LookupSetListDto {
  data!: LookupSetDto[];

  static from(sets: readonly DescribedSet[]): LookupSetListDto {
    return { data: sets.map((set) => ({ ...set })) };
  }
}

export class LookupValueDto {
  /** @example 'voter_card' */
  code!: string;
  /** @example 'Voter card' */
  label!: string;
  /** @example 50 */
  position!: number;
  /** @example true */
  active!: boolean;
  /** @example 1 */
  version!: number;
  changedBy!: string | null;
  changedAt!: Date;

  static from({ code, label, position, active, version, changedBy, changedAt }: LookupValue): LookupValueDto {
    return { code, label, position, active, version, changedBy, changedAt };
  }
}

export class LookupValueListDto {
  data!: LookupValueDto[];
}

export class LookupContentDto implements LookupContent {
  /** @example 'Voter card' */
  label!: string;
  /** @example 50 */
  position!: number;
  /** @example true */
  active!: boolean;
}

export class LookupChangeDto {
  /** @example 1 */
  version!: number;
  /** Null when it was made. */
  before!: LookupContentDto | null;
  after!: LookupContentDto;
  /** @example 'Accepted from December on' */
  reason!: string;
  changedBy!: string | null;
  changedAt!: Date;
}

export class LookupHistoryDto {
  data!: LookupChangeDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ data, hasMore, nextCursor }: Page<LookupChange>): LookupHistoryDto {
    const lines = data.map(({ version, before, after, reason, changedBy, changedAt }) => ({
      ...{ version, before, after, reason, changedBy, changedAt },
    }));
    return { data: lines, hasMore, nextCursor };
  }
}
