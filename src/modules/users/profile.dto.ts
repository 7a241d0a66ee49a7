import { IsISO31661Alpha2, Matches } from 'class-validator';
import { CalendarDay } from '../../platform/http/calendar-day.ts';
import { Nested, NestedList } from '../../platform/http/nested.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { LOOKUP_CODE } from '../settings/index.ts';
import type { Profile } from './profile.ts';

const MAX_LINE_LENGTH = 200;
const MAX_CITY_LENGTH = 100;
const MAX_POSTAL_CODE_LENGTH = 20;
const MAX_REFERENCE_LENGTH = 255;
const MAX_DOCUMENTS = 10;

export class AddressDto {
  /** @example '12 Example Street' */
  @PlainText({ min: 1, max: MAX_LINE_LENGTH })
  line1!: string;

  /** @example 'Flat 3' */
  @OptionalField()
  @PlainText({ min: 1, max: MAX_LINE_LENGTH })
  line2?: string;

  /** @example 'Bengaluru' */
  @PlainText({ min: 1, max: MAX_CITY_LENGTH })
  city!: string;

  /** @example '560001' */
  @PlainText({ min: 1, max: MAX_POSTAL_CODE_LENGTH })
  postalCode!: string;

  /**
   * ISO 3166-1 alpha-2.
   * @example 'IN'
   */
  @IsISO31661Alpha2()
  country!: string;
}

export class DocumentDto {
  /**
   * Such as passport, identity_card, driving_licence or proof_of_address: what we accept may change.
   * @example 'passport'
   */
  @Matches(LOOKUP_CODE)
  type!: string;

  /**
   * Where it is kept: documents themselves are not sent here.
   * @example 'vault/documents/01939c1e'
   */
  @PlainText({ min: 1, max: MAX_REFERENCE_LENGTH })
  reference!: string;
}

export class SubmitProfileDto {
  /** @example '1990-04-17' */
  @CalendarDay()
  dateOfBirth!: string;

  @Nested(() => AddressDto)
  address!: AddressDto;

  /** @example [{ "type": "passport", "reference": "vault/documents/01939c1e" }] */
  @NestedList(() => DocumentDto, { min: 1, max: MAX_DOCUMENTS })
  documents!: DocumentDto[];
}

export class ProfileDto {
  /** @example '1990-04-17' */
  dateOfBirth!: string;
  address!: AddressDto;
  documents!: DocumentDto[];
  /**
   * Grows by one with each submission.
   * @example 1
   */
  version!: number;
  submittedAt!: Date;

  static from({ dateOfBirth, address, documents, version, submittedAt }: Profile): ProfileDto {
    return {
      dateOfBirth,
      address: { ...address },
      documents: documents.map((each) => ({ ...each })),
      version,
      submittedAt,
    };
  }
}
