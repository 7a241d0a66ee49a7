import { existsSync, mkdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { aptInstall } from './apt.ts';
import { findExecutable } from './find-executable.ts';
import { runCommand } from './run.ts';
import { cannotRun, type StackContext, type StoreKind } from './store.ts';

const PING_DEADLINE_MS = 1000;
const VERSION_DEADLINE_MS = 5000;
/** Debian's server is this file under another name; its package, unlike redis-server, brings no service that starts itself. */
const SERVER_IN_REDIS_TOOLS = '/usr/bin/redis-check-rdb';
const NAMES = { label: 'Redis', variable: 'REDIS_URL' } as const;

export const redis: StoreKind = {
  ...NAMES,
  name: 'redis',
  defaultPort: 16_379,
  stopSignals: [
    { signal: 'SIGTERM', deadlineMs: 10_000 },
    { signal: 'SIGKILL', deadlineMs: 5000 },
  ],

  async prepare(context) {
    const command = await findServer(context);
    const dataDir = join(context.stateDir, 'redis');
    mkdirSync(dataDir, { recursive: true });
    const save = context.inMemory ? ['--save', ''] : ['--save', '60', '1'];
    return (port) => ({
      command,
      argv0: 'redis-server',
      args: ['--port', String(port), '--bind', '127.0.0.1', '--dir', dataDir, '--appendonly', 'no', ...save],
      cwd: dataDir,
      env: process.env,
      logFile: join(context.stateDir, 'logs', 'redis.log'),
    });
  },

  url: (port) => `redis://127.0.0.1:${port}`,
  isReady: (port) => ping(port),
};

async function findServer(context: StackContext): Promise<string> {
  const found = await installedServer();
  if (found !== undefined) return found;
  const reason = await aptInstall(['redis-tools'], context.progress);
  const installed = await installedServer();
  if (installed !== undefined) return installed;
  throw cannotRun(NAMES, 'install redis-server or valkey-server', reason ?? 'redis-tools holds no server here');
}

async function installedServer(): Promise<string | undefined> {
  const onPath = findExecutable('redis-server', 'valkey-server');
  if (onPath !== undefined) return onPath;
  if (!existsSync(SERVER_IN_REDIS_TOOLS)) return undefined;
  const { output } = await runCommand(SERVER_IN_REDIS_TOOLS, ['--version'], {
    argv0: 'redis-server',
    deadlineMs: VERSION_DEADLINE_MS,
  });
  return /^(Redis|Valkey) server v=/.test(output) ? SERVER_IN_REDIS_TOOLS : undefined;
}

function ping(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    const end = (ready: boolean): void => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(PING_DEADLINE_MS, () => end(false));
    socket.once('error', () => end(false));
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (reply) => end(reply.toString().startsWith('+PONG')));
  });
}
