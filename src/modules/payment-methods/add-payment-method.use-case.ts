import { Inject, Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { mayHoldCardNumber } from '../../shared/card-numbers.ts';
import { refuse } from '../../shared/refusal.ts';
import { CARD_DIRECTORY, type CardDirectory } from './card-directory.ts';
import { becomesDefault, MAX_PAYMENT_METHODS, type PaymentMethod, type PaymentMethodType } from './payment-method.ts';
import { PaymentMethodsRepository } from './payment-methods.repository.ts';
import { SealedTokens } from './sealed-tokens.ts';

export interface AddPaymentMethodCommand {
  readonly userId: string;
  readonly type: PaymentMethodType;
  readonly token: string;
  readonly makeDefault: boolean;
}

/**
 * Keeps a provider's token, sealed. Refuses `raw_card_data_refused`, `provider_unavailable`,
 * `payment_method_not_supported` and `payment_method_limit_reached`.
 */
@Injectable()
export class AddPaymentMethod {
  constructor(
    @Inject(CARD_DIRECTORY) private readonly directory: CardDirectory | null,
    private readonly transactions: Transactions,
    private readonly methods: PaymentMethodsRepository,
    private readonly tokens: SealedTokens,
  ) {}

  async execute({ userId, type, token, makeDefault }: AddPaymentMethodCommand): Promise<PaymentMethod> {
    if (mayHoldCardNumber(token)) throw refuse('raw_card_data_refused');
    if (!this.directory) throw refuse('provider_unavailable', 'No payment provider is configured');
    const { name: provider } = this.directory;
    const card = await this.directory.register({ userId, type, token });
    const sealed = this.tokens.sealNew(token);

    return this.transactions.run(async (tx) => {
      const alreadyThere = await this.methods.countLocked(tx, userId);
      if (alreadyThere >= MAX_PAYMENT_METHODS) throw refuse('payment_method_limit_reached');
      const isDefault = becomesDefault(alreadyThere, makeDefault);
      if (isDefault) await this.methods.clearDefault(tx, userId);
      return this.methods.insert(tx, { ...sealed, userId, type, provider, ...card, isDefault });
    });
  }
}
