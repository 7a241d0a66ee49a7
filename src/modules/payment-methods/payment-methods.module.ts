import { Module, type OnModuleInit } from '@nestjs/common';
import { EventHandlers } from '../../platform/events/index.ts';
import { AddPaymentMethod } from './add-payment-method.use-case.ts';
import { ForgetCustomer } from './forget-customer.use-case.ts';
import { METHOD_REMOVED } from './payment-method.ts';
import { PaymentMethodsController } from './payment-methods.controller.ts';
import { PaymentMethodsRepository } from './payment-methods.repository.ts';
import { PaymentMethods } from './payment-methods.ts';
import { ReleaseMethod } from './release-method.use-case.ts';
import { RemovePaymentMethod } from './remove-payment-method.use-case.ts';
import { SealedTokens } from './sealed-tokens.ts';

@Module({
  controllers: [PaymentMethodsController],
  providers: [
    PaymentMethods,
    PaymentMethodsRepository,
    SealedTokens,
    AddPaymentMethod,
    ForgetCustomer,
    ReleaseMethod,
    RemovePaymentMethod,
  ],
  exports: [PaymentMethods, ForgetCustomer],
})
export class PaymentMethodsModule implements OnModuleInit {
  constructor(
    private readonly handlers: EventHandlers,
    private readonly releaseMethod: ReleaseMethod,
  ) {}

  onModuleInit(): void {
    this.handlers.on(METHOD_REMOVED, 'release-method', ({ aggregateId }) => this.releaseMethod.execute(aggregateId));
  }
}
