export { HoldsModule } from './holds.module.ts';
