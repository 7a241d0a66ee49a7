export { ScheduledTransfersModule } from './scheduled-transfers.module.ts';
