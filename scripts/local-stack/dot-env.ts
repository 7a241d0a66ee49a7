import { existsSync } from 'node:fs';

/** Takes the variables of a `.env` file in the checkout, where there is one; what is set already wins. */
export function loadDotEnv(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}
