export { Wallets } from './wallets.ts';
export { WalletsModule } from './wallets.module.ts';
