import { IsBoolean, IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PAYMENT_METHOD_TYPES, type PaymentMethod } from './payment-method.ts';

export class AddPaymentMethodDto {
  /** @example card */
  @IsIn(PAYMENT_METHOD_TYPES)
  type!: 'card' | 'apple_pay' | 'google_pay';

  /**
   * The provider's token for the card: printable ASCII. Card numbers are refused, wherever they stand in it.
   * @example sandbox_visa
   */
  @IsString()
  @MaxLength(255)
  @Matches(/^[\x20-\x7e]+$/)
  token!: string;

  /**
   * Use this method when none is named. The first method is the default anyway.
   * @example true
   */
  @OptionalField()
  @IsBoolean()
  makeDefault?: boolean;
}

export class PaymentMethodDto {
  /** @example 0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5a */
  id!: string;
  /** @example card */
  type!: 'card' | 'apple_pay' | 'google_pay';
  /** @example sandbox */
  provider!: string;
  /** @example visa */
  brand!: string | null;
  /** @example '4242' */
  lastFour!: string | null;
  /**
   * Year and month.
   * @example 2030-12
   */
  expiryDate!: string | null;
  /** @example true */
  isDefault!: boolean;
  createdAt!: Date;

  static from(method: PaymentMethod): PaymentMethodDto {
    const { id, type, provider, brand, lastFour, expiryDate, isDefault, createdAt } = method;
    return { id, type, provider, brand, lastFour, expiryDate, isDefault, createdAt };
  }
}

export class PaymentMethodListDto {
  data!: PaymentMethodDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;
}
