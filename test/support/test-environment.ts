import { generateKeyPairSync, randomBytes } from 'node:crypto';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const SECRETS = {
  JWT_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  SIGNING_SECRET: randomBytes(48).toString('base64'),
  ENCRYPTION_KEY: randomBytes(32).toString('base64'),
};

/** The environment of a test: the stores of the test stack, secrets made up on the spot, production's limits, any free port. */
export function testEnvironment(overrides: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { DATABASE_URL, DATABASE_OWNER_URL, DYNAMODB_ENDPOINT, REDIS_URL } = process.env;
  return {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: '0',
    METRICS_PORT: '0',
    LOG_LEVEL: 'silent',
    RATE_LIMIT_SCALE: '1',
    // A store that is slow on a busy machine is not one that is away.
    RISK_DEADLINE_MS: '10000',
    JOBS: 'off',
    DATABASE_URL,
    DATABASE_OWNER_URL,
    DYNAMODB_ENDPOINT,
    REDIS_URL,
    ...SECRETS,
    ...overrides,
  };
}
