import { Injectable } from '@nestjs/common';
import { MAX_AMOUNT } from '../../ledger/core/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { PaymentMethods } from '../payment-methods/index.ts';
import { Wallets } from '../wallets/index.ts';
import type { Capture } from './capture.ts';
import { MAX_PAYMENT_AMOUNT } from './payment.ts';
import { ProviderCalls } from './provider-calls.ts';

export interface MakePaymentCommand {
  readonly userId: string;
  readonly walletId: string;
  readonly paymentMethodId: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  readonly capture: Capture;
}

/** Whether a payment may be tried: all that can be known before a card is charged. */
@Injectable()
export class PaymentAcceptance {
  constructor(
    private readonly provider: ProviderCalls,
    private readonly wallets: Wallets,
    private readonly methods: PaymentMethods,
  ) {}

  /**
   * The name of the provider to charge. Refuses `amount_invalid`, `provider_unavailable`, `not_found`, `currency_mismatch`,
   * `wallet_closed`, `balance_limit_exceeded` and `payment_method_not_supported`.
   */
  async providerFor({ userId, walletId, paymentMethodId, amount, currency }: MakePaymentCommand): Promise<string> {
    if (amount > MAX_PAYMENT_AMOUNT) throw refuse('amount_invalid', `A payment is at most ${MAX_PAYMENT_AMOUNT}`);
    const provider = this.provider.current();
    const wallet = await this.wallets.owned(userId, walletId);
    const method = await this.methods.owned(userId, paymentMethodId);
    if (wallet.asset !== currency) throw refuse('currency_mismatch', `The wallet is in ${wallet.asset}`);
    if (wallet.status === 'closed') throw refuse('wallet_closed');
    if (wallet.balances.posted + amount > MAX_AMOUNT) throw refuse('balance_limit_exceeded');
    if (method.provider !== provider) throw refuse('payment_method_not_supported', `${method.provider} is not in use`);
    return provider;
  }
}
