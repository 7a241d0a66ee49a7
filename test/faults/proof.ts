import { writeFileSync } from 'node:fs';
import type { Traffic } from './traffic.ts';
import { EVERYTHING, MOSTLY_TRANSFERS } from './wishes.ts';

const { FAULT_TRANSFERS, FAULT_CRASHES, PROOF_FILE } = process.env;
const TOLD_EVERY_MS = 5_000;

/** A proof does with great numbers what every run of the tests does with small ones; `npm run prove` asks for it. */
const AT_LENGTH = FAULT_TRANSFERS !== undefined || FAULT_CRASHES !== undefined;
/** The least number of transfers to be acknowledged while the application is killed again and again. */
export const TRANSFERS = Number(FAULT_TRANSFERS ?? 1_500);
/** How often PostgreSQL crashes. */
export const CRASHES = Number(FAULT_CRASHES ?? 2);
export const CLIENTS = AT_LENGTH ? 48 : 16;
/** How long whatever is killed lives at most before that. */
export const MAX_LIFE_MS = AT_LENGTH ? 6_000 : 1_500;
export const DEADLINE_MS = AT_LENGTH ? 30 * 60_000 : 400_000;
export const CROWD = AT_LENGTH ? { mix: MOSTLY_TRANSFERS, customers: 24 } : { mix: EVERYTHING, customers: 4 };

/** Says on standard error how far it is, where there is much to do; until the returned function is called. */
export function tellProgress(traffic: Traffic, faults: () => string): () => void {
  if (!AT_LENGTH) return () => undefined;
  const tell = (): void => void process.stderr.write(`  ${traffic.moved} transfers, ${faults()}\n`);
  const timer = setInterval(tell, TOLD_EVERY_MS);
  return () => clearInterval(timer);
}

/** Leaves what was proved where `npm run prove` looks for it. */
export function recordProof(proved: Readonly<Record<string, number>>): void {
  if (PROOF_FILE !== undefined) writeFileSync(PROOF_FILE, JSON.stringify(proved));
}
