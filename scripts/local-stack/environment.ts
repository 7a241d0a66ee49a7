import { choosePort } from './ports.ts';
import type { LocalSecrets } from './secrets.ts';
import { readState, rememberPort } from './state.ts';

export interface StoreUrls {
  readonly databaseUrl: string;
  readonly databaseOwnerUrl: string;
  readonly dynamodbEndpoint: string;
  readonly redisUrl: string;
}

/** Every variable the app reads, by name. */
export type AppEnvironment = Readonly<Record<string, string>>;

const APP_PORT = 3000;
const METRICS_PORT = 9464;

/** What the app needs to run against these stores. A variable that the caller has set keeps the caller's value. */
export function appEnvironment(
  urls: StoreUrls,
  secrets: LocalSecrets,
  ports: { readonly app: number; readonly metrics: number },
  caller: NodeJS.ProcessEnv,
): AppEnvironment {
  const ours = {
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    PORT: String(ports.app),
    METRICS_PORT: String(ports.metrics),
    LOG_LEVEL: 'info',
    DATABASE_POOL_SIZE: '10',
    DYNAMODB_TABLE_PREFIX: 'trivet-',
    AWS_REGION: 'us-east-1',
    // DynamoDB Local asks for a signature and does not check it.
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    REDIS_KEY_PREFIX: 'trivet:',
    JWT_PRIVATE_KEY: secrets.jwtPrivateKey,
    JWT_ISSUER: 'http://localhost',
    JWT_AUDIENCE: 'trivet-api',
    ACCESS_TOKEN_SECONDS: '900',
    REFRESH_TOKEN_SECONDS: '2592000',
    SIGNING_SECRET: secrets.signingSecret,
    ENCRYPTION_KEY: secrets.encryptionKey,
    PAYMENT_PROVIDER: 'sandbox',
    PLATFORM_FEE_BASIS_POINTS: '500',
    FX_QUOTE_SECONDS: '30',
    FX_RATE_MAX_AGE_SECONDS: '86400',
    // A demo is one person on one address, trying everything at once.
    RATE_LIMIT_SCALE: '100',
    TRUST_PROXY_HOPS: '0',
    JOBS: 'on',
    DEMO: 'on',
    SHUTDOWN_GRACE_MS: '10000',
  };
  const stores = {
    DATABASE_URL: urls.databaseUrl,
    DATABASE_OWNER_URL: urls.databaseOwnerUrl,
    DYNAMODB_ENDPOINT: urls.dynamodbEndpoint,
    REDIS_URL: urls.redisUrl,
  };
  const chosen = Object.entries(ours).map(([name, value]): [string, string] => [name, caller[name] || value]);
  return { ...Object.fromEntries(chosen), ...stores };
}

/** The app's two ports: those of the app of ours that runs; else the usual ones; else, while these are taken, the ones of last time; else any. */
export async function appPorts(
  stateDir: string,
  appIsRunning: boolean,
): Promise<{ readonly app: number; readonly metrics: number }> {
  const remembered = readState(stateDir).ports;
  if (appIsRunning && remembered.app !== undefined && remembered.metrics !== undefined) {
    return { app: remembered.app, metrics: remembered.metrics };
  }
  const app = await choosePort([APP_PORT, remembered.app]);
  const metrics = await choosePort([METRICS_PORT, remembered.metrics]);
  rememberPort(stateDir, 'app', app);
  rememberPort(stateDir, 'metrics', metrics);
  return { app, metrics };
}

/** As lines that a shell, `node --env-file` and Docker read alike. */
export function asEnvFile(environment: AppEnvironment): string {
  return Object.entries(environment)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}
