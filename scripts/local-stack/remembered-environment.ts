import { dynamodb } from './dynamodb.ts';
import { appEnvironment, type AppEnvironment } from './environment.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';
import { localSecrets } from './secrets.ts';
import { readState } from './state.ts';

/** What the app would be given, from what the stack remembers, without starting anything: for looking, not for running. */
export function rememberedEnvironment(stateDir: string, caller: NodeJS.ProcessEnv): AppEnvironment {
  const secrets = localSecrets(stateDir);
  const { ports } = readState(stateDir);
  const url = (kind: typeof postgres): string =>
    caller[kind.variable] || kind.url(ports[kind.name] ?? kind.defaultPort, secrets);
  const databaseUrl = url(postgres);
  const ours = postgres.ownerUrl?.(ports.postgres ?? postgres.defaultPort, secrets);
  const databaseOwnerUrl = caller.DATABASE_OWNER_URL || (caller.DATABASE_URL ? undefined : ours) || databaseUrl;
  const urls = { databaseUrl, databaseOwnerUrl, dynamodbEndpoint: url(dynamodb), redisUrl: url(redis) };
  return appEnvironment(urls, secrets, { app: ports.app ?? 3000, metrics: ports.metrics ?? 9464 }, caller);
}
