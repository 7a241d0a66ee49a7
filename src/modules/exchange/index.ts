export { ExchangeModule } from './exchange.module.ts';
