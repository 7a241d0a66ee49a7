export { TransferBodyDto } from './transfer-body.dto.ts';
export { TransfersModule } from './transfers.module.ts';
