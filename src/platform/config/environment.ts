import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { redirectUrls, socialProviders } from './social.ts';

const ENCRYPTION_KEY_BYTES = 32;
const SIGNING_SECRET_MIN_LENGTH = 32;
export const DEFAULT_ISSUER = 'http://localhost';

const blankIsAbsent = (value: unknown): unknown => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsAbsent, schema.optional());
const withDefault = <T extends z.ZodType>(schema: T, value: string) =>
  z.preprocess((given) => blankIsAbsent(given) ?? value, schema);
const integer = (low: number, high: number) =>
  z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.number().min(low).max(high));
const port = integer(0, 65_535);
const onOff = z.enum(['on', 'off']);

const privateKey = z.string().transform((value, context) => {
  const pem = value.includes('BEGIN') ? value : Buffer.from(value, 'base64').toString('utf8');
  try {
    if (createPrivateKey(pem).asymmetricKeyDetails?.namedCurve === 'prime256v1') return pem;
  } catch {
    // the message below says what is wanted, and never what was given
  }
  context.addIssue('must be a P-256 private key in PKCS#8 PEM, or the base64 of one');
  return z.NEVER;
});

const encryptionKey = z
  .string()
  .transform((value) => Buffer.from(value, 'base64'))
  .refine((key) => key.length === ENCRYPTION_KEY_BYTES, `must be ${ENCRYPTION_KEY_BYTES} bytes in base64`);

// Between commas.
const encryptionKeys = z.string().transform((value, context) => {
  const keys = value.split(',').map((key) => encryptionKey.safeParse(key.trim()));
  if (keys.every(({ success }) => success)) return keys.flatMap(({ data }) => (data ? [data] : []));
  context.addIssue(`must be keys between commas, each ${ENCRYPTION_KEY_BYTES} bytes in base64`);
  return z.NEVER;
});

// One key a line, the first in use; a line that begins with # is a comment.
const encryptionKeyFile = z.string().transform((path, context) => {
  const lines = readLines(path).map((line) => line.trim());
  const keys = lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => encryptionKey.safeParse(line));
  if (keys.length > 0 && keys.every(({ success }) => success)) return keys.flatMap(({ data }) => (data ? [data] : []));
  context.addIssue(`must name a file of keys, one a line, each ${ENCRYPTION_KEY_BYTES} bytes in base64`);
  return z.NEVER;
});

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}

// Several while one takes the place of another.
const webhookSecrets = z
  .string()
  .transform((value) => value.split(',').map((secret) => secret.trim()))
  .refine(
    (secrets) => secrets.every((secret) => secret.startsWith('whsec_')),
    'must be whsec_ secrets, between commas',
  );

// Where people sign in, between commas.
const origins = z
  .string()
  .transform((value) => value.split(',').map((origin) => origin.trim()))
  .refine(
    (all) => all.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
    'must be origins, between commas',
  );

/** What a provider cannot do without. */
const NEEDED = [
  {
    by: 'PAYMENT_PROVIDER',
    is: 'stripe',
    names: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRETS', 'PAYMENT_RETURN_URL'],
  },
  { by: 'KEY_PROVIDER', is: 'kms', names: ['KMS_KEY_ID'] },
  { by: 'EMAIL_PROVIDER', is: 'smtp', names: ['SMTP_URL', 'EMAIL_FROM'] },
] as const;

/** Every variable Trivet reads. `.env.example` documents the same list. */
export const environmentSchema = z
  .object({
    NODE_ENV: withDefault(z.enum(['development', 'test', 'production']), 'development'),
    HOST: withDefault(z.string(), '0.0.0.0'),
    PORT: withDefault(port, '3000'),
    METRICS_PORT: withDefault(port, '9464'),
    TRUST_PROXY_HOPS: withDefault(integer(0, 10), '0'),
    CLIENT_POSITION_FROM: withDefault(z.enum(['client', 'cloudfront']), 'client'),
    LOG_LEVEL: withDefault(z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']), 'info'),
    SHUTDOWN_GRACE_MS: withDefault(integer(0, 120_000), '10000'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' }),
    DATABASE_OWNER_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' })),
    DATABASE_REPLICA_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' })),
    DATABASE_POOL_SIZE: withDefault(integer(1, 200), '10'),
    DYNAMODB_ENDPOINT: optional(z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' })),
    DYNAMODB_TABLE_PREFIX: withDefault(z.string().regex(/^[A-Za-z0-9_.-]{0,64}$/), 'trivet-'),
    AWS_REGION: withDefault(z.string(), 'us-east-1'),
    REDIS_URL: optional(z.url({ protocol: /^rediss?$/, error: 'must be a redis:// URL' })),
    REDIS_KEY_PREFIX: withDefault(z.string().max(64), 'trivet:'),
    JWT_PRIVATE_KEY: privateKey,
    JWT_ISSUER: withDefault(z.string().min(1), DEFAULT_ISSUER),
    JWT_AUDIENCE: withDefault(z.string().min(1), 'trivet-api'),
    ACCESS_TOKEN_SECONDS: withDefault(integer(1, 86_400), '900'),
    REFRESH_TOKEN_SECONDS: withDefault(integer(60, 31_536_000), '2592000'),
    STEP_UP_SECONDS: withDefault(integer(1, 86_400), '900'),
    SIGNING_SECRET: z.string().min(SIGNING_SECRET_MIN_LENGTH),
    KEY_PROVIDER: withDefault(z.enum(['local', 'kms']), 'local'),
    ENCRYPTION_KEY: optional(encryptionKey),
    OTHER_ENCRYPTION_KEYS: optional(encryptionKeys),
    ENCRYPTION_KEY_FILE: optional(encryptionKeyFile),
    KMS_KEY_ID: optional(z.string().min(1)),
    KMS_ENDPOINT: optional(z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' })),
    DATA_KEY_DAYS: withDefault(integer(0, 3_650), '365'),
    PAYMENT_PROVIDER: withDefault(z.enum(['sandbox', 'stripe', 'none']), 'sandbox'),
    STRIPE_SECRET_KEY: optional(z.string().regex(/^(sk|rk)_/, 'must be a secret or restricted key of Stripe')),
    STRIPE_WEBHOOK_SECRETS: optional(webhookSecrets),
    STRIPE_API_HOST: optional(z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' })),
    PAYMENT_RETURN_URL: optional(z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' })),
    SOCIAL_PROVIDERS: optional(socialProviders),
    SOCIAL_REDIRECT_URLS: optional(redirectUrls),
    PUBLIC_URL: optional(z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' })),
    EMAIL_PROVIDER: optional(z.enum(['sandbox', 'smtp', 'none'])),
    SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// URL' })),
    EMAIL_FROM: optional(z.string().regex(/^[^\r\n]*@[^\s@]+$/, 'must be an address, or a name and <an address>')),
    PASSWORD_RESET_URL: optional(z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' })),
    PASSKEY_RP_ID: optional(z.string().regex(/^[a-z0-9.-]{1,253}$/, 'must be a domain')),
    PASSKEY_ORIGINS: optional(origins),
    SMS_PROVIDER: optional(z.enum(['sandbox', 'sns', 'none'])),
    SNS_ENDPOINT: optional(z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' })),
    SNS_SENDER_ID: optional(z.string().regex(/^[A-Za-z0-9]{1,11}$/, 'must be 1 to 11 letters and digits')),
    AUDIT_SQS_QUEUE_URL: optional(z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' })),
    PLATFORM_FEE_BASIS_POINTS: withDefault(integer(0, 10_000), '500'),
    FX_QUOTE_SECONDS: withDefault(integer(1, 600), '30'),
    FX_RATE_MAX_AGE_SECONDS: withDefault(integer(1, 604_800), '86400'),
    LEDGER_QUEUE_LIMIT: withDefault(integer(500, 1_000_000), '10000'),
    LEDGER_RETENTION_MONTHS: withDefault(integer(0, 1_200), '0'),
    RISK_DEADLINE_MS: withDefault(integer(50, 10_000), '1000'),
    RATE_LIMIT_SCALE: withDefault(integer(1, 1_000_000), '1'),
    JOBS: withDefault(onOff, 'on'),
    DEMO: withDefault(onOff, 'off'),
  })
  .superRefine((env, context) => {
    if (env.CLIENT_POSITION_FROM !== 'client' && env.TRUST_PROXY_HOPS === 0) {
      const message = 'needs the proxy to be trusted: TRUST_PROXY_HOPS';
      context.addIssue({ code: 'custom', path: ['CLIENT_POSITION_FROM'], message });
    }
    if (env.KEY_PROVIDER === 'local' && !env.ENCRYPTION_KEY && !env.ENCRYPTION_KEY_FILE) {
      context.addIssue({ code: 'custom', path: ['ENCRYPTION_KEY'], message: 'is required' });
    }
    for (const { by, is, names } of NEEDED.filter(({ by, is }) => env[by] === is)) {
      const missing = names.filter((name) => env[name] === undefined);
      for (const name of missing)
        context.addIssue({ code: 'custom', path: [name], message: `is needed by ${by}=${is}` });
    }
    if (env.SOCIAL_PROVIDERS === undefined) return;
    for (const name of ['PUBLIC_URL', 'SOCIAL_REDIRECT_URLS'] as const) {
      if (env[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'is needed by SOCIAL_PROVIDERS' });
    }
  });

export type Environment = z.output<typeof environmentSchema>;
