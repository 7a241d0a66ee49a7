export { FreezesModule } from './freezes.module.ts';
