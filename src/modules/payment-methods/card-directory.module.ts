import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Config } from '../../platform/config/index.ts';
import { StripeModule } from '../../platform/stripe/index.ts';
import { CARD_DIRECTORY } from './card-directory.ts';
import { SandboxCards } from './sandbox-cards.provider.ts';
import { StripeCards } from './stripe-cards.provider.ts';
import { StripeCustomersRepository } from './stripe-customers.repository.ts';

const BY_PROVIDER = {
  sandbox: { providers: [SandboxCards, { provide: CARD_DIRECTORY, useExisting: SandboxCards }] },
  stripe: {
    imports: [StripeModule],
    providers: [StripeCards, StripeCustomersRepository, { provide: CARD_DIRECTORY, useExisting: StripeCards }],
  },
  none: { providers: [{ provide: CARD_DIRECTORY, useValue: null }] },
};

/** The configured provider's directory of cards. A module of its own, because whoever imports payment methods has no say in it. */
@Global()
@Module({})
export class CardDirectoryModule {
  static with(config: Config): DynamicModule {
    return { module: CardDirectoryModule, exports: [CARD_DIRECTORY], ...BY_PROVIDER[config.paymentProvider] };
  }
}
