import type { SocialProviders } from './social.ts';
import { environmentSchema, type Environment } from './environment.ts';
import { productionProblems } from './production-rules.ts';

export const CONFIG = Symbol('CONFIG');

/** The whole configuration, parsed once at start and frozen. Never log it: it holds secrets. */
export interface Config {
  readonly production: boolean;
  readonly jobsEnabled: boolean;
  readonly shutdownGraceMs: number;
  readonly logLevel: Environment['LOG_LEVEL'];
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly metricsPort: number;
    readonly trustedProxyHops: number;
    /** Who says where a device is: it itself, or the CDN in front. */
    readonly positionFrom: Environment['CLIENT_POSITION_FROM'];
  };
  readonly postgres: { readonly url: string; readonly replicaUrl?: string; readonly poolSize: number };
  readonly dynamodb: { readonly endpoint?: string; readonly region: string; readonly tablePrefix: string };
  readonly redis: { readonly url?: string; readonly keyPrefix: string };
  readonly tokens: {
    readonly privateKeyPem: string;
    readonly issuer: string;
    readonly audience: string;
    readonly accessSeconds: number;
    readonly refreshSeconds: number;
    /** How recent a proof must be for what asks for one. */
    readonly stepUpSeconds: number;
  };
  readonly secrets: { readonly signing: string };
  readonly keys: {
    /** Master keys of our own: the first wraps data keys, unless KMS does; every one unwraps what it wrapped. */
    readonly masters: readonly Buffer[];
    /** Where the master key is that wraps. */
    readonly provider: 'local' | 'kms';
    /** Only when AWS KMS keeps a master key: the one that wraps, or one of before. */
    readonly kms?: { readonly keyId: string; readonly region: string; readonly endpoint?: string };
    /** After so many days a data key is replaced; 0 is never. */
    readonly dataKeyDays: number;
  };
  readonly paymentProvider: Environment['PAYMENT_PROVIDER'];
  /** Only when Stripe is the provider. */
  readonly stripe?: {
    readonly secretKey: string;
    readonly webhookSecrets: readonly string[];
    /** Where its API is, for tests. */
    readonly apiUrl?: string;
    /** Where the owner of a card comes back to after the bank's challenge. */
    readonly returnUrl: string;
  };
  readonly messages: {
    readonly email: 'sandbox' | 'smtp' | 'none';
    readonly sms: 'sandbox' | 'sns' | 'none';
    /** Only when e-mail goes by SMTP. */
    readonly smtp?: { readonly url: string; readonly from: string };
    /** Where a person chooses a new password, with the token behind a #. Without it a message carries the token alone. */
    readonly passwordResetUrl?: string;
    readonly sns: { readonly endpoint?: string; readonly senderId?: string };
  };
  /** Where passkeys belong, and the pages that may ask for them; absent where they are not offered. */
  readonly passkeys?: { readonly rpId: string; readonly origins: readonly string[] };
  /** Where people may sign in instead; empty when nowhere. */
  readonly social: {
    readonly providers: SocialProviders;
    readonly redirectUrls: readonly string[];
    /** Where this API is seen by browsers, without a slash at its end. */
    readonly publicUrl: string;
  };
  /** The queue of SQS that audit events go to once they are in the log, if there is one. */
  readonly auditQueueUrl?: string;
  readonly platformFeeBasisPoints: number;
  readonly exchange: { readonly quoteSeconds: number; readonly rateMaxAgeSeconds: number };
  /** How many whole months of entries stay in the database; 0 keeps all. */
  readonly ledgerRetentionMonths: number;
  /** For so long a movement waits for what its person did before; then it is decided without. */
  readonly riskDeadlineMs: number;
  readonly rateLimitScale: number;
  /** How many ledger commands may wait for their batch. */
  readonly ledgerQueueLimit: number;
}

/** What is wrong with the environment, for whoever starts the application; a stack would tell them nothing. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(problems: readonly string[]) {
    super(`The configuration is not complete or not right:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/**
 * Parses the environment. Throws an error that names every variable that is wrong, and never a value.
 * In production it also refuses demo secrets, the sandbox provider, demo data, raised rate limits, the default issuer and a store without TLS.
 */
export function loadConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) throw new ConfigurationError(parsed.error.issues.map((issue) => describe(issue, environment)));
  const problems = parsed.data.NODE_ENV === 'production' ? productionProblems(parsed.data) : [];
  if (problems.length > 0) throw new ConfigurationError(problems.map((problem) => `production refuses: ${problem}`));
  return deepFreeze(toConfig(parsed.data));
}

function describe({ path, message }: { path: PropertyKey[]; message: string }, environment: NodeJS.ProcessEnv): string {
  const name = path.map(String).join('.');
  return environment[name] ? `${name}: ${message}` : `${name} is required`;
}

function toConfig(env: Environment): Config {
  return {
    production: env.NODE_ENV === 'production',
    jobsEnabled: env.JOBS === 'on',
    shutdownGraceMs: env.SHUTDOWN_GRACE_MS,
    logLevel: env.LOG_LEVEL,
    http: {
      host: env.HOST,
      port: env.PORT,
      metricsPort: env.METRICS_PORT,
      trustedProxyHops: env.TRUST_PROXY_HOPS,
      positionFrom: env.CLIENT_POSITION_FROM,
    },
    postgres: { url: env.DATABASE_URL, replicaUrl: env.DATABASE_REPLICA_URL, poolSize: env.DATABASE_POOL_SIZE },
    dynamodb: { endpoint: env.DYNAMODB_ENDPOINT, region: env.AWS_REGION, tablePrefix: env.DYNAMODB_TABLE_PREFIX },
    redis: { url: env.REDIS_URL, keyPrefix: env.REDIS_KEY_PREFIX },
    tokens: {
      privateKeyPem: env.JWT_PRIVATE_KEY,
      issuer: env.JWT_ISSUER,
      audience: env.JWT_AUDIENCE,
      accessSeconds: env.ACCESS_TOKEN_SECONDS,
      refreshSeconds: env.REFRESH_TOKEN_SECONDS,
      stepUpSeconds: env.STEP_UP_SECONDS,
    },
    secrets: { signing: env.SIGNING_SECRET },
    keys: keysOf(env),
    paymentProvider: env.PAYMENT_PROVIDER,
    stripe: stripeOf(env),
    messages: messagesOf(env),
    passkeys: passkeysOf(env),
    social: {
      providers: env.SOCIAL_PROVIDERS ?? {},
      redirectUrls: env.SOCIAL_REDIRECT_URLS ?? [],
      publicUrl: (env.PUBLIC_URL ?? '').replace(/\/+$/, ''),
    },
    auditQueueUrl: env.AUDIT_SQS_QUEUE_URL,
    platformFeeBasisPoints: env.PLATFORM_FEE_BASIS_POINTS,
    exchange: { quoteSeconds: env.FX_QUOTE_SECONDS, rateMaxAgeSeconds: env.FX_RATE_MAX_AGE_SECONDS },
    ledgerRetentionMonths: env.LEDGER_RETENTION_MONTHS,
    rateLimitScale: env.RATE_LIMIT_SCALE,
    riskDeadlineMs: env.RISK_DEADLINE_MS,
    ledgerQueueLimit: env.LEDGER_QUEUE_LIMIT,
  };
}

function keysOf(env: Environment): Config['keys'] {
  const {
    KEY_PROVIDER,
    KMS_KEY_ID: keyId,
    KMS_ENDPOINT: endpoint,
    AWS_REGION: region,
    DATA_KEY_DAYS: dataKeyDays,
  } = env;
  const inUse = [...(env.ENCRYPTION_KEY_FILE ?? []), ...(env.ENCRYPTION_KEY ? [env.ENCRYPTION_KEY] : [])];
  const masters = [...inUse, ...(env.OTHER_ENCRYPTION_KEYS ?? [])];
  return { masters, provider: KEY_PROVIDER, dataKeyDays, ...(keyId ? { kms: { keyId, region, endpoint } } : {}) };
}

function stripeOf(env: Environment): Config['stripe'] {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRETS: webhookSecrets, PAYMENT_RETURN_URL: returnUrl } = env;
  if (env.PAYMENT_PROVIDER !== 'stripe' || !secretKey || !webhookSecrets || !returnUrl) return undefined;
  return { secretKey, webhookSecrets, returnUrl, apiUrl: env.STRIPE_API_HOST };
}

// Production sends nothing that nobody configured; elsewhere people try things out.
function messagesOf(env: Environment): Config['messages'] {
  const { NODE_ENV, SMTP_URL: url, EMAIL_FROM: from, SNS_ENDPOINT: endpoint, SNS_SENDER_ID: senderId } = env;
  const otherwise = NODE_ENV === 'production' ? 'none' : 'sandbox';
  return {
    email: env.EMAIL_PROVIDER ?? otherwise,
    sms: env.SMS_PROVIDER ?? otherwise,
    smtp: url !== undefined && from !== undefined ? { url, from } : undefined,
    passwordResetUrl: env.PASSWORD_RESET_URL,
    sns: { endpoint, senderId },
  };
}

// Production offers what was configured; elsewhere people try things out on their own machine.
function passkeysOf({
  NODE_ENV,
  PORT,
  PASSKEY_RP_ID: rpId,
  PASSKEY_ORIGINS: origins,
}: Environment): Config['passkeys'] {
  if (rpId !== undefined && origins !== undefined) return { rpId, origins };
  return NODE_ENV === 'production' ? undefined : { rpId: 'localhost', origins: [`http://localhost:${PORT}`] };
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null && !Buffer.isBuffer(inner)) deepFreeze(inner);
  }
  return Object.freeze(value);
}
