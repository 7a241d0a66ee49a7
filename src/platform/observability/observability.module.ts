import { Global, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { LoggerModule } from 'nestjs-pino';
import { CONFIG } from '../config/index.ts';
import { HealthController } from './health.controller.ts';
import { loggerParams } from './logging.ts';
import { Metrics } from './metrics.ts';
import { MetricsServer } from './metrics-server.ts';
import { Readiness } from './readiness.ts';
import { StoreProbes } from './store-probes.ts';

@Global()
@Module({
  imports: [
    LoggerModule.forRootAsync({ inject: [CONFIG], useFactory: loggerParams }),
    TerminusModule.forRoot({ logger: false }),
  ],
  controllers: [HealthController],
  providers: [Metrics, MetricsServer, StoreProbes, Readiness],
  exports: [Metrics, Readiness],
})
export class ObservabilityModule {}
