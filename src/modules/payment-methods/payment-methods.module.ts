import { Module } from '@nestjs/common';
import { AddPaymentMethod } from './add-payment-method.use-case.ts';
import { PaymentMethodsController } from './payment-methods.controller.ts';
import { PaymentMethodsRepository } from './payment-methods.repository.ts';
import { PaymentMethods } from './payment-methods.ts';
import { RemovePaymentMethod } from './remove-payment-method.use-case.ts';
import { SealedTokens } from './sealed-tokens.ts';

@Module({
  controllers: [PaymentMethodsController],
  providers: [PaymentMethods, PaymentMethodsRepository, SealedTokens, AddPaymentMethod, RemovePaymentMethod],
  exports: [PaymentMethods],
})
export class PaymentMethodsModule {}
