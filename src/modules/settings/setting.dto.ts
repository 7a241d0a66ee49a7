import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { buildMessage, ValidateBy } from 'class-validator';
import { isMetadata } from '../../platform/http/metadata.ts';
import { isPlainText } from '../../platform/http/plain-text.ts';
import { Reason } from '../../platform/http/reason.ts';
import type { Page } from '../../shared/page.ts';
import type { SettingState } from './read-settings.use-case.ts';
import type { SettingChange, SettingJson, SettingType, Sensitivity } from './setting.ts';

const MAX_TEXT_LENGTH = 200;
const KINDS = [
  { type: 'integer' },
  { type: 'boolean' },
  { type: 'string', maxLength: MAX_TEXT_LENGTH },
  { type: 'object', additionalProperties: { type: 'integer' } },
];

/** Shown as any of the kinds that a value can be. */
function AnySettingValue(example: unknown): PropertyDecorator {
  return ApiProperty({ oneOf: KINDS, nullable: true, example });
}

/** A value of some setting, or null; whether it is one of this setting's is looked at when the setting is known. */
function SettingValueField(): PropertyDecorator {
  return applyDecorators(
    AnySettingValue(450),
    ValidateBy({
      name: 'settingValue',
      validator: {
        validate: isSettingValue,
        defaultMessage: buildMessage(
          (each) =>
            `${each}$property must be null, a boolean, a whole number, a text or a flat object of whole numbers`,
        ),
      },
    }),
  );
}

function isSettingValue(value: unknown): boolean {
  if (value === null || typeof value === 'boolean' || Number.isSafeInteger(value)) return true;
  if (typeof value === 'string') return isPlainText(value, { min: 1, max: MAX_TEXT_LENGTH });
  return isMetadata(value) && Object.values(value as object).every((member) => Number.isSafeInteger(member));
}

export class ChangeSettingDto {
  /** What it is from now on; null sets it back to its default. */
  @SettingValueField()
  value!: SettingJson | null;

  /** @example 'The new price list' */
  @Reason()
  reason!: string;
}

export class SettingBoundsDto {
  /** @example 0 */
  min?: number;
  /** @example 10000 */
  max?: number;
  /** @example ['open', 'closed'] */
  choices?: string[];
}

export class SettingDto {
  /** @example 'orders.platform_fee_basis_points' */
  key!: string;
  /** @example 'Our share of a treat when it is redeemed, in hundredths of a percent' */
  description!: string;
  /** @example 'whole' */
  type!: SettingType<unknown>['type'];
  bounds!: SettingBoundsDto;
  /** @example 'open' */
  sensitivity!: Sensitivity;
  /** What it is now; null when it is confidential and you may not change it. */
  @AnySettingValue(450)
  value!: SettingJson | null;
  /** What it is as long as nobody sets it; null as above. */
  @AnySettingValue(500)
  defaultValue!: SettingJson | null;
  /**
   * Whether somebody set it.
   * @example true
   */
  isSet!: boolean;
  /**
   * Grows by one with each change; 0 when there was none.
   * @example 1
   */
  version!: number;
  changedBy!: string | null;
  changedAt!: Date | null;

  static of({ key, setting, initial, stored }: SettingState, maySee: boolean): SettingDto {
    const { description, type, bounds, sensitivity } = setting;
    const shown = <T>(value: T): T | null => (maySee || sensitivity === 'open' ? value : null);
    return {
      ...{ key, description, type, bounds: { ...bounds, choices: bounds.choices && [...bounds.choices] }, sensitivity },
      ...{ value: shown(stored?.value ?? initial), defaultValue: shown(initial) },
      ...{ isSet: (stored?.value ?? null) !== null, version: stored?.version ?? 0 },
      ...{ changedBy: stored?.changedBy ?? null, changedAt: stored?.changedAt ?? null },
    };
  }
}

export class SettingListDto {
  data!: SettingDto[];
}

export class SettingChangeDto {
  /** @example 1 */
  version!: number;
  /** What it was; null is its default, or that you may not see it. */
  @AnySettingValue(500)
  before!: SettingJson | null;
  /** What it became; null as above. */
  @AnySettingValue(450)
  after!: SettingJson | null;
  /** @example 'The new price list' */
  reason!: string;
  changedBy!: string | null;
  changedAt!: Date;

  static of({ version, before, after, ...change }: SettingChange, maySee: boolean): SettingChangeDto {
    const { reason, changedBy, changedAt } = change;
    return {
      ...{ version, before: maySee ? before : null, after: maySee ? after : null },
      ...{ reason, changedBy, changedAt },
    };
  }
}

export class SettingHistoryDto {
  data!: SettingChangeDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static of({ data, hasMore, nextCursor }: Page<SettingChange>, maySee: boolean): SettingHistoryDto {
    return { data: data.map((change) => SettingChangeDto.of(change, maySee)), hasMore, nextCursor };
  }
}
