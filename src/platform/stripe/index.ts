export { codeOfRefusal, isRefusalByStripe, StripeClient } from './stripe-client.ts';
export { StripeModule } from './stripe.module.ts';
