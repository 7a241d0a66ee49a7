import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/index.ts';
import { WalletsModule } from '../wallets/index.ts';
import { AccountMonitorsController } from './account-monitors.controller.ts';
import { CrossingsRepository } from './crossings.repository.ts';
import { EvaluateMonitors } from './evaluate-monitors.ts';
import { EvaluateMonitorsJob } from './evaluate-monitors.job.ts';
import { ListMonitors } from './list-monitors.use-case.ts';
import { MonitorDrafts } from './monitor-drafts.ts';
import { MonitorsRepository } from './monitors.repository.ts';
import { RemoveMonitor } from './remove-monitor.use-case.ts';
import { WalletMonitorsController } from './wallet-monitors.controller.ts';
import { WatchAccount } from './watch-account.use-case.ts';

@Module({
  imports: [IdempotencyModule, WalletsModule],
  controllers: [WalletMonitorsController, AccountMonitorsController],
  providers: [
    ...[MonitorsRepository, CrossingsRepository, MonitorDrafts],
    ...[WatchAccount, ListMonitors, RemoveMonitor, EvaluateMonitors, EvaluateMonitorsJob],
  ],
})
export class MonitorsModule {}
