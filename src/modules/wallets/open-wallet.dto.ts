import { Currency } from '../../platform/http/money.dto.ts';

export class OpenWalletDto {
  /**
   * ISO 4217. One wallet a currency.
   * @example 'INR'
   */
  @Currency()
  currency!: string;
}
