import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { createApp } from './create-app.ts';
import { ConfigurationError, loadConfig } from './platform/config/index.ts';
import { stopOnSignals } from './platform/http/stop-on-signals.ts';

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const app = await createApp(config);
  stopOnSignals(app, config);
  await app.listen(config.http.port, config.http.host);
  new Logger('Main').log(`listening on ${await app.getUrl()}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${describe(error)}\n`);
  process.exit(1);
});

function describe(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
