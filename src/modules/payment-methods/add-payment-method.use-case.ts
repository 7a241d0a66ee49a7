import { Inject, Injectable, Logger } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { mayHoldCardNumber } from '../../shared/card-numbers.ts';
import { refuse } from '../../shared/refusal.ts';
import { CARD_DIRECTORY, type CardDirectory, type RegisteredCard } from './card-directory.ts';
import { becomesDefault, MAX_PAYMENT_METHODS, type PaymentMethod, type PaymentMethodType } from './payment-method.ts';
import { PaymentMethodsRepository, type SealedMethod } from './payment-methods.repository.ts';
import { SealedTokens } from './sealed-tokens.ts';

export interface AddPaymentMethodCommand {
  readonly userId: string;
  readonly type: PaymentMethodType;
  readonly token: string;
  readonly makeDefault: boolean;
}

/**
 * Keeps a provider's token, sealed. A card that the user has is not kept twice: the method that is there is given, whatever token
 * the card came with. Refuses `raw_card_data_refused`, `provider_unavailable`, `payment_method_not_supported` and
 * `payment_method_limit_reached`.
 */
@Injectable()
export class AddPaymentMethod {
  private readonly logger = new Logger(AddPaymentMethod.name);

  constructor(
    @Inject(CARD_DIRECTORY) private readonly directory: CardDirectory | null,
    private readonly transactions: Transactions,
    private readonly methods: PaymentMethodsRepository,
    private readonly tokens: SealedTokens,
  ) {}

  async execute(command: AddPaymentMethodCommand): Promise<PaymentMethod> {
    const { userId, type, token } = command;
    if (mayHoldCardNumber(token)) throw refuse('raw_card_data_refused');
    if (!this.directory) throw refuse('provider_unavailable', 'No payment provider is configured');
    const card = await this.directory.register({ userId, type, token });
    const { method, known } = await this.keep(this.directory.name, command, card);
    if (known) await this.letGo(this.directory, token, known);
    return method;
  }

  private keep(provider: string, { userId, type, token, makeDefault }: AddPaymentMethodCommand, card: RegisteredCard) {
    const cardIndex = this.tokens.cardIndex(userId, `${provider}:${type}:${card.fingerprint}`);
    return this.transactions.run(async (tx): Promise<{ method: PaymentMethod; known?: SealedMethod }> => {
      const alreadyThere = await this.methods.countLocked(tx, userId);
      const known = await this.methods.ofCard(tx, userId, cardIndex);
      if (!known && alreadyThere >= MAX_PAYMENT_METHODS) throw refuse('payment_method_limit_reached');
      const isDefault = becomesDefault(alreadyThere, makeDefault);
      if (isDefault) await this.methods.clearDefault(tx, userId);
      if (known) {
        const renewed = { expiryDate: card.details.expiryDate, ...(isDefault ? { isDefault } : {}) };
        const method = await this.methods.renew(tx, known.id, renewed);
        await record(tx, 'payment_method.renewed', method);
        return { method, known };
      }
      const sealed = await this.tokens.sealNew(tx, userId, token);
      const kept = { ...sealed, cardIndex, userId, type, provider, ...card.details, isDefault };
      const method = await this.methods.insert(tx, kept);
      await record(tx, 'payment_method.added', method);
      return { method };
    });
  }

  // Of two tokens for one card, the first pays. That the provider keeps the other one too does no harm: nobody knows it.
  private async letGo(directory: CardDirectory, token: string, known: SealedMethod): Promise<void> {
    if ((await this.tokens.open(known)) === token) return;
    await directory.release(token).catch(() => this.logger.warn(`a second token of ${known.id} stays at the provider`));
  }
}

function record(tx: Tx, action: string, { id, type, provider, brand, isDefault }: PaymentMethod): Promise<void> {
  const after = { type, provider, brand, isDefault };
  return audit.record(tx, { service: 'payment-methods', action, subjectId: id, after });
}
