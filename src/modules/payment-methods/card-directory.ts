import type { Tx } from '../../platform/postgres/index.ts';
import type { CardDetails, PaymentMethodType } from './payment-method.ts';

/** Whoever knows the cards behind tokens, or null when no provider is configured. */
export const CARD_DIRECTORY = Symbol('CARD_DIRECTORY');

export interface NewCard {
  readonly userId: string;
  readonly type: PaymentMethodType;
  readonly token: string;
}

/** What may be shown of a card, and what its provider tells it apart by, whatever token it comes with. */
export interface RegisteredCard {
  readonly details: CardDetails;
  readonly fingerprint: string;
}

/** The provider's side of payment methods. The call leaves our process: it may fail, hang, or be answered twice. */
export interface CardDirectory {
  /** The provider's name. */
  readonly name: string;
  /** Makes the card the user's at the provider, and says what may be shown of it. Refuses `payment_method_not_supported`. */
  register(card: NewCard): Promise<RegisteredCard>;
  /** Takes the card from its user at the provider. Taking what was taken already changes nothing. */
  release(token: string): Promise<void>;
  /** Has everything deleted there that is the user's. Of whom it knows nothing, or not any more, there is nothing to do. */
  forget(userId: string): Promise<void>;
  /** Forgets who the user was there, once that is done. False when they were nobody. */
  dropCustomer(tx: Tx, userId: string): Promise<boolean>;
}
