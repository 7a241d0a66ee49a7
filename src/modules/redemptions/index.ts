export { RedemptionsModule } from './redemptions.module.ts';
