import { DEFAULT_ISSUER, type Environment } from './environment.ts';

/** The generated secrets of a local stack carry this mark, so that they cannot travel to production unnoticed. */
export const DEMO_SECRET_MARK = 'demo-';
const ENCRYPTED_MODES = new Set(['require', 'verify-ca', 'verify-full']);

/** What production refuses, in words. Empty when it may start. */
export function productionProblems(env: Environment): string[] {
  const problems = unencrypted(env);
  if (env.DATABASE_OWNER_URL) problems.push('DATABASE_OWNER_URL is for the migrator alone');
  if (env.SIGNING_SECRET.startsWith(DEMO_SECRET_MARK)) problems.push('SIGNING_SECRET is a demo secret');
  if (env.PAYMENT_PROVIDER === 'sandbox') problems.push('PAYMENT_PROVIDER=sandbox moves no real money');
  if (env.STRIPE_SECRET_KEY && /^(sk|rk)_test_/.test(env.STRIPE_SECRET_KEY))
    problems.push('STRIPE_SECRET_KEY is a test key');
  if (env.STRIPE_API_HOST) problems.push('STRIPE_API_HOST is for tests');
  if (env.KMS_ENDPOINT) problems.push('KMS_ENDPOINT is for tests');
  if (env.PAYMENT_RETURN_URL?.startsWith('http:')) problems.push('PAYMENT_RETURN_URL must be https://');
  if (env.EMAIL_PROVIDER === 'sandbox') problems.push('EMAIL_PROVIDER=sandbox shows what was sent to anybody');
  if (env.SMS_PROVIDER === 'sandbox') problems.push('SMS_PROVIDER=sandbox shows what was sent to anybody');
  if (env.PASSWORD_RESET_URL?.startsWith('http:')) problems.push('PASSWORD_RESET_URL must be https://');
  if (env.PASSKEY_ORIGINS?.some((origin) => !origin.startsWith('https:')))
    problems.push('PASSKEY_ORIGINS must be https://');
  if (env.SNS_ENDPOINT?.startsWith('http:')) problems.push('SNS_ENDPOINT must be https://');
  if (env.AUDIT_SQS_QUEUE_URL?.startsWith('http:')) problems.push('AUDIT_SQS_QUEUE_URL must be https://');
  if (env.PUBLIC_URL?.startsWith('http:')) problems.push('PUBLIC_URL must be https://');
  if (env.SOCIAL_REDIRECT_URLS?.some((url) => url.startsWith('http:')))
    problems.push('SOCIAL_REDIRECT_URLS must be https://, or of an app');
  if (Object.values(env.SOCIAL_PROVIDERS ?? {}).some(({ endpoints }) => Object.keys(endpoints).length > 0))
    problems.push('SOCIAL_PROVIDERS names endpoints, which are for tests');
  if (env.DEMO === 'on') problems.push('DEMO=on would seed demo logins');
  if (env.JWT_ISSUER === DEFAULT_ISSUER) problems.push(`JWT_ISSUER=${DEFAULT_ISSUER} is any stack's issuer`);
  if (env.RATE_LIMIT_SCALE > 1) problems.push('RATE_LIMIT_SCALE above 1 raises every rate limit');
  return problems;
}

function unencrypted(env: Environment): string[] {
  const problems: string[] = [];
  for (const [name, url] of [
    ['DATABASE_URL', env.DATABASE_URL],
    ['DATABASE_REPLICA_URL', env.DATABASE_REPLICA_URL],
  ] as const) {
    if (url && !ENCRYPTED_MODES.has(new URL(url).searchParams.get('sslmode') ?? '')) {
      problems.push(`${name} must ask for TLS (sslmode=verify-full)`);
    }
  }
  if (env.DYNAMODB_ENDPOINT?.startsWith('http:')) problems.push('DYNAMODB_ENDPOINT must be https://');
  if (env.REDIS_URL?.startsWith('redis:')) problems.push('REDIS_URL must ask for TLS (rediss://)');
  return problems;
}
