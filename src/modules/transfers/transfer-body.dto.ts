import { Metadata } from '../../platform/http/metadata.ts';
import { AmountMinor, Currency } from '../../platform/http/money.dto.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { Uuid } from '../../platform/http/uuid.ts';

export const MAX_DESCRIPTION_LENGTH = 500;
const MAX_REFERENCE_LENGTH = 255;

/** What every transfer between wallets says, whenever it is made. */
export class TransferBodyDto {
  /**
   * A wallet of yours.
   * @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5a'
   */
  @Uuid()
  fromWalletId!: string;

  /** @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5b' */
  @Uuid()
  toWalletId!: string;

  /**
   * Minor units.
   * @example 1250
   */
  @AmountMinor()
  amount!: number;

  /**
   * The currency of both wallets.
   * @example 'INR'
   */
  @Currency()
  currency!: string;

  /** @example 'Dinner on Friday' */
  @OptionalField()
  @PlainText({ min: 1, max: MAX_DESCRIPTION_LENGTH })
  description?: string;

  /** Your own reference, such as `dinner-2026-11-20`: a wallet pays once with it. */
  @OptionalField()
  @PlainText({ min: 1, max: MAX_REFERENCE_LENGTH })
  reference?: string;

  /**
   * Up to 50 values of your own; the receiver does not see them.
   * @example { "table": "7" }
   */
  @OptionalField()
  @Metadata()
  metadata?: Record<string, unknown>;
}
