import { Matches, ValidateIf } from 'class-validator';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';

const E164 = /^\+[1-9]\d{6,14}$/;
const MAX_NAME_LENGTH = 100;

export class ChangeMeDto {
  /** @example 'Alice' */
  @OptionalField()
  @PlainText({ min: 1, max: MAX_NAME_LENGTH })
  firstName?: string;

  /** @example 'Example' */
  @OptionalField()
  @PlainText({ min: 1, max: MAX_NAME_LENGTH })
  lastName?: string;

  /**
   * E.164; null takes it away.
   * @example '+12125550123'
   */
  @ValidateIf((_object: object, value: unknown) => value !== undefined && value !== null)
  @Matches(E164, { message: 'phone must be in E.164: a plus sign, then 7 to 15 digits' })
  phone?: string | null;
}
