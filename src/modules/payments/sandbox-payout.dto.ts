import { IsIn } from 'class-validator';
import { AmountMinor, Currency } from '../../platform/http/money.dto.ts';
import { PAYOUT_PLAYS, type PayoutPlay } from './play-payout.use-case.ts';

export class PayOutDto {
  @AmountMinor()
  amount!: number;

  @Currency()
  currency!: string;

  /**
   * What becomes of it: after a minute it is paid or fails, after ten the bank returns it.
   * @example 'paid'
   */
  @IsIn(PAYOUT_PLAYS)
  outcome!: PayoutPlay;
}

export class SandboxPayoutDto {
  /**
   * The sandbox's name for it.
   * @example po_0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5d
   */
  reference!: string;
}
