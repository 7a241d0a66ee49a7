import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../config/index.ts';
import { Drain } from './drain.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
const SIGNAL_EXIT_BASE = 128;
const SIGNAL_NUMBERS = { SIGTERM: 15, SIGINT: 2 } as const;
/** What the stores get to close, after the requests had theirs. */
const STORES_CLOSE_MS = 5_000;
/** In production a load balancer needs to see readiness fail before connections are refused: this part of the grace time. */
const NOTICE_SHARE = 1 / 4;

/**
 * On SIGTERM or SIGINT: readiness fails, requests in flight finish (for `shutdownGraceMs` at most), no new connection is
 * taken, the stores close, the process ends. A second signal ends it at once.
 */
export function stopOnSignals(app: NestFastifyApplication, config: Config): void {
  const logger = new Logger('Shutdown');
  let stopping = false;
  const stop = (signal: (typeof SIGNALS)[number]): void => {
    if (stopping) process.exit(SIGNAL_EXIT_BASE + SIGNAL_NUMBERS[signal]);
    stopping = true;
    logger.log(`${signal}: draining for at most ${config.shutdownGraceMs} ms`);
    setTimeout(() => process.exit(1), 2 * config.shutdownGraceMs + STORES_CLOSE_MS).unref();
    drainAndClose(app, config).then(
      () => {
        logger.log('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        logger.error({ msg: 'shutdown failed', err: error });
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, stop);
}

async function drainAndClose(app: NestFastifyApplication, { production, shutdownGraceMs }: Config): Promise<void> {
  app.get(Drain).begin();
  if (production) await delay(shutdownGraceMs * NOTICE_SHARE);
  await app.close();
}
