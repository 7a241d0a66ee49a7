import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { createApp as CreateApp } from '../src/create-app.ts';
import type { Ledger as LedgerClass } from '../src/ledger/index.ts';
import type { loadConfig as LoadConfig } from '../src/platform/config/index.ts';

/** What the build made: it is the product that is measured. */
export function built<T>(path: string): Promise<T> {
  return import(`../dist/${path}`) as Promise<T>;
}

/** The whole application, as main.ts makes it from the environment, not listening. */
export async function openApp(): Promise<NestFastifyApplication> {
  const { loadConfig } = await built<{ loadConfig: typeof LoadConfig }>('platform/config/index.js');
  const { createApp } = await built<{ createApp: typeof CreateApp }>('create-app.js');
  return createApp(loadConfig(process.env));
}

/** The same, ready for use without HTTP, and its ledger. */
export async function openLedger(): Promise<{ app: NestFastifyApplication; ledger: LedgerClass }> {
  const { Ledger } = await built<{ Ledger: typeof LedgerClass }>('ledger/index.js');
  const app = await openApp();
  await app.init();
  return { app, ledger: app.get(Ledger) };
}
