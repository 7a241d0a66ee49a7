import { appLog } from './app-process.ts';
import type { Stack } from './local-stack/index.ts';

const LABEL_WIDTH = 14;
const USUAL_PORT = '3000';

/** The table that a start ends with: where everything is, who may log in, and what to try next. */
export function welcome(stack: Stack, headline: string, seeded: string): string {
  const { PORT, METRICS_PORT } = stack.environment;
  const api = `http://localhost:${PORT}`;
  const inShell = `in a shell: API=${api}/api/v1`;
  const why = process.env.PORT ? inShell : `${USUAL_PORT} was taken; ${inShell}`;
  const rows: readonly (readonly [string, string])[] = [
    ['API', PORT === USUAL_PORT ? api : `${api}   (${why})`],
    ['Documentation', `${api}/docs`],
    ['Health', `${api}/health/ready`],
    ['Metrics', `http://localhost:${METRICS_PORT}/metrics`],
    ['PostgreSQL', withoutPassword(stack.stores.postgres.url)],
    ['DynamoDB', stack.stores.dynamodb.url],
    ['Redis', withoutPassword(stack.stores.redis.url)],
    ['Log', appLog(stack.stateDir)],
  ];
  const next: readonly (readonly [string, string])[] = [
    ['npm run demo', 'tells an evening: a top-up, a treat held in escrow and redeemed, the ledger after each step'],
    ['npm run doctor', 'checks this machine and this stack, and says the mend'],
    ['npm test', 'proves everything, on stores of its own'],
    ['npm run stack:up', 'prints the environment, passwords included (-- --env, -- --json)'],
    ['npm run stack:stop', 'ends what runs; the data stays'],
  ];
  const logins = seeded === '' ? '' : `\n${indent(seeded)}\n`;
  return `\n  ${headline}\n\n${table(rows, LABEL_WIDTH)}${logins}\n  Next:\n${table(next, 'npm run stack:stop'.length)}\n`;
}

function table(rows: readonly (readonly [string, string])[], width: number): string {
  return rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}\n`).join('');
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

function withoutPassword(url: string): string {
  const parsed = new URL(url);
  if (parsed.password !== '') parsed.password = '***';
  return parsed.href;
}
