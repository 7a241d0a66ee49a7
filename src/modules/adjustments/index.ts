export { AdjustmentsModule } from './adjustments.module.ts';
