export { CardDirectoryModule } from './card-directory.module.ts';
export { ForgetCustomer } from './forget-customer.use-case.ts';
export { PaymentMethods } from './payment-methods.ts';
export { PaymentMethodsModule } from './payment-methods.module.ts';
export type { PaymentMethod } from './payment-method.ts';
