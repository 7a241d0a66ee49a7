import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import type { createApp as CreateApp } from '../src/create-app.ts';
import type { loadConfig as LoadConfig } from '../src/platform/config/index.ts';
import type { asSystem as AsSystem } from '../src/platform/postgres/index.ts';
import { projectRoot } from './local-stack/index.ts';
import { rememberedEnvironment } from './local-stack/remembered-environment.ts';

/** Lets `work` use the built application as an operator, without jobs and without a port; closes it afterwards. */
export async function withBuiltApp(work: (app: INestApplicationContext) => Promise<void>): Promise<void> {
  const { loadConfig } = await built<{ loadConfig: typeof LoadConfig }>('../dist/platform/config/index.js');
  const { createApp } = await built<{ createApp: typeof CreateApp }>('../dist/create-app.js');
  const { asSystem } = await built<{ asSystem: typeof AsSystem }>('../dist/platform/postgres/index.js');
  const app = await createApp(loadConfig({ ...environment(), JOBS: 'off', LOG_LEVEL: 'warn', METRICS_PORT: '0' }));
  try {
    await app.init();
    await asSystem('operator', () => work(app));
  } finally {
    await app.close();
  }
}

/** What the build made: the application as it is shipped. */
export function built<T>(path: string): Promise<T> {
  return import(path) as Promise<T>;
}

/** The server's own variables; on a laptop what the local stack remembers stands for what is not set. */
function environment(): NodeJS.ProcessEnv {
  if (process.env.DATABASE_URL) return process.env;
  return { ...rememberedEnvironment(join(projectRoot(), '.local'), process.env), ...process.env };
}
