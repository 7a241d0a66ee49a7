import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from './config.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const SECRET = 'a secret that is long enough to sign with';

const VALID = {
  DATABASE_URL: 'postgresql://trivet:hunter2@db.example/trivet?sslmode=verify-full',
  JWT_PRIVATE_KEY: PEM,
  SIGNING_SECRET: SECRET,
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
};
const PRODUCTION = { ...VALID, NODE_ENV: 'production', PAYMENT_PROVIDER: 'none', JWT_ISSUER: 'https://api.example' };

describe('the configuration', () => {
  it('has a default for everything but places and secrets', () => {
    const config = loadConfig(VALID);
    expect(config).toMatchObject({ production: false, paymentProvider: 'sandbox', rateLimitScale: 1 });
    const http = { host: '0.0.0.0', port: 3000, metricsPort: 9464, trustedProxyHops: 0, positionFrom: 'client' };
    expect(config.http).toEqual(http);
    expect(config.redis).toEqual({ url: undefined, keyPrefix: 'trivet:' });
  });

  it('takes the private key as PEM or as the base64 of one, and an empty variable as absent', () => {
    expect(loadConfig({ ...VALID, JWT_PRIVATE_KEY: Buffer.from(PEM).toString('base64') }).tokens.privateKeyPem).toBe(
      PEM,
    );
    expect(loadConfig({ ...VALID, REDIS_URL: '', PORT: '' })).toMatchObject({
      redis: { url: undefined },
      http: { port: 3000 },
    });
  });

  it('is frozen to its last member', () => {
    const config = loadConfig(VALID);
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.tokens)).toBe(true);
  });

  it.each([
    ['DATABASE_URL', 'mysql://db.example/trivet'],
    ['DATABASE_URL', undefined],
    ['PORT', '3000.5'],
    ['PORT', '70000'],
    ['DATABASE_POOL_SIZE', '0'],
    ['JWT_PRIVATE_KEY', 'bm90IGEga2V5'],
    ['SIGNING_SECRET', 'short'],
    ['ENCRYPTION_KEY', Buffer.alloc(16).toString('base64')],
    ['PAYMENT_PROVIDER', 'paypal'],
    ['STRIPE_SECRET_KEY', 'pk_live_public'],
    ['STRIPE_WEBHOOK_SECRETS', 'whsec_one,another'],
    ['EMAIL_PROVIDER', 'pigeon'],
    ['SMTP_URL', 'https://mail.example'],
    ['EMAIL_FROM', 'nobody in particular'],
    ['SMS_PROVIDER', 'pigeon'],
    ['SNS_SENDER_ID', 'no spaces please'],
    ['ENCRYPTION_KEY_FILE', '/no/such/file'],
    ['OTHER_ENCRYPTION_KEYS', `${Buffer.alloc(32, 1).toString('base64')},short`],
    ['KEY_PROVIDER', 'pigeon'],
    ['KMS_ENDPOINT', 'ftp://kms.example'],
    ['DATA_KEY_DAYS', '-1'],
    ['PASSKEY_ORIGINS', 'https://app.example/path'],
    ['PASSKEY_RP_ID', 'https://app.example'],
    ['JOBS', 'yes'],
  ])('refuses %s=%s, naming the variable and not its value', (name, value) => {
    const load = () => loadConfig({ ...VALID, [name]: value });
    expect(load).toThrow(name);
    if (value && value.length > 3) expect(load).not.toThrow(value);
  });

  it('refuses a key of another kind', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
    expect(() => loadConfig({ ...VALID, JWT_PRIVATE_KEY: rsa.toString() })).toThrow('JWT_PRIVATE_KEY');
  });
});

const STRIPE = {
  PAYMENT_PROVIDER: 'stripe',
  STRIPE_SECRET_KEY: 'sk_live_hunter2',
  STRIPE_WEBHOOK_SECRETS: 'whsec_new, whsec_hunter2',
  PAYMENT_RETURN_URL: 'https://app.example/payments',
};

describe('Stripe', () => {
  it('is configured by its secrets, several of them during a rotation', () => {
    const { stripe } = loadConfig({ ...VALID, ...STRIPE });
    expect(stripe).toMatchObject({ secretKey: 'sk_live_hunter2', webhookSecrets: ['whsec_new', 'whsec_hunter2'] });
    expect(loadConfig(VALID).stripe).toBeUndefined();
  });

  it.each(['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRETS', 'PAYMENT_RETURN_URL'])('needs %s', (name) => {
    expect(() => loadConfig({ ...VALID, ...STRIPE, [name]: '' })).toThrow(name);
  });
});

const SMTP = { EMAIL_PROVIDER: 'smtp', SMTP_URL: 'smtps://ada:hunter2@mail.example', EMAIL_FROM: 'Us <us@a.example>' };

describe('messages', () => {
  it('go to a sandbox, and nowhere in production, unless it is said where', () => {
    expect(loadConfig(VALID).messages).toMatchObject({ email: 'sandbox', sms: 'sandbox' });
    expect(loadConfig(PRODUCTION).messages).toMatchObject({ email: 'none', sms: 'none' });
    const { messages } = loadConfig({ ...PRODUCTION, ...SMTP, SMS_PROVIDER: 'sns', SNS_SENDER_ID: 'Trivet' });
    expect(messages).toMatchObject({
      email: 'smtp',
      smtp: { from: SMTP.EMAIL_FROM },
      sms: 'sns',
      sns: { senderId: 'Trivet' },
    });
  });

  it.each(['SMTP_URL', 'EMAIL_FROM'])('by SMTP need %s', (name) => {
    expect(() => loadConfig({ ...VALID, ...SMTP, [name]: '' })).toThrow(name);
  });
});

const GOOGLE = { clientId: 'id', clientSecret: 'hunter2' };
const social = (providers: unknown) => ({
  SOCIAL_PROVIDERS: JSON.stringify(providers),
  SOCIAL_REDIRECT_URLS: 'https://app.example/signed-in, com.example.app:/signed-in',
  PUBLIC_URL: 'https://api.example/',
});

describe('social sign-in', () => {
  it('is offered where there are credentials, and nowhere else', () => {
    expect(loadConfig(VALID).social).toEqual({ providers: {}, redirectUrls: [], publicUrl: '' });
    expect(loadConfig({ ...VALID, ...social({ google: GOOGLE }) }).social).toEqual({
      providers: { google: { ...GOOGLE, nativeClientIds: [], endpoints: {} } },
      redirectUrls: ['https://app.example/signed-in', 'com.example.app:/signed-in'],
      publicUrl: 'https://api.example',
    });
  });

  it.each([
    ['SOCIAL_PROVIDERS', 'hunter2'],
    ['SOCIAL_PROVIDERS', JSON.stringify({ myspace: GOOGLE })],
    ['SOCIAL_PROVIDERS', JSON.stringify({ google: { clientId: 'hunter2' } })],
    ['SOCIAL_PROVIDERS', JSON.stringify({ apple: GOOGLE })],
    ['SOCIAL_PROVIDERS', JSON.stringify({ google: { ...GOOGLE, endpoints: { token: 'hunter2' } } })],
    ['SOCIAL_REDIRECT_URLS', 'javascript:hunter2'],
    ['SOCIAL_REDIRECT_URLS', 'https://app.example/#hunter2'],
    ['SOCIAL_REDIRECT_URLS', '/hunter2'],
    ['SOCIAL_REDIRECT_URLS', ''],
    ['PUBLIC_URL', ''],
  ])('refuses %s=%s, and says nothing of what was given', (name, value) => {
    const load = () => loadConfig({ ...VALID, ...social({ google: GOOGLE }), [name]: value });
    expect(load).toThrow(name);
    expect(load).not.toThrow('hunter2');
  });

  it.each([
    [
      'another place for a provider',
      social({ google: { ...GOOGLE, endpoints: { token: 'https://hunter2.example' } } }),
    ],
    ['no TLS to the API', { ...social({ google: GOOGLE }), PUBLIC_URL: 'http://hunter2.example' }],
    ['no TLS on the way back', { ...social({ google: GOOGLE }), SOCIAL_REDIRECT_URLS: 'http://hunter2.example' }],
  ])('production refuses %s', (_what, environment) => {
    expect(() => loadConfig({ ...PRODUCTION, ...social({ google: GOOGLE }) })).not.toThrow();
    const load = () => loadConfig({ ...PRODUCTION, ...environment });
    expect(load).toThrow('production refuses');
    expect(load).not.toThrow('hunter2');
  });
});

describe('production', () => {
  it('starts with secrets of its own, TLS to its stores and no sandbox', () => {
    const stores = { DYNAMODB_ENDPOINT: 'https://dynamodb.example', REDIS_URL: 'rediss://cache.example' };
    expect(loadConfig(PRODUCTION).production).toBe(true);
    expect(loadConfig({ ...PRODUCTION, ...stores }).production).toBe(true);
  });

  it.each([
    ['a demo secret', { SIGNING_SECRET: `demo-${SECRET}` }, 'SIGNING_SECRET'],
    ['the sandbox provider', { PAYMENT_PROVIDER: 'sandbox' }, 'PAYMENT_PROVIDER'],
    ['a test key of Stripe', { ...STRIPE, STRIPE_SECRET_KEY: 'sk_test_hunter2' }, 'STRIPE_SECRET_KEY'],
    ['another place for Stripe', { ...STRIPE, STRIPE_API_HOST: 'https://hunter2.example' }, 'STRIPE_API_HOST'],
    ['no TLS on the way back', { ...STRIPE, PAYMENT_RETURN_URL: 'http://hunter2.example' }, 'PAYMENT_RETURN_URL'],
    ['e-mail that anybody may read', { EMAIL_PROVIDER: 'sandbox' }, 'EMAIL_PROVIDER'],
    ['text messages that anybody may read', { SMS_PROVIDER: 'sandbox' }, 'SMS_PROVIDER'],
    ['no TLS where passwords are chosen', { PASSWORD_RESET_URL: 'http://hunter2.example' }, 'PASSWORD_RESET_URL'],
    [
      'no TLS where passkeys are used',
      { PASSKEY_ORIGINS: 'https://a.example,http://hunter2.example' },
      'PASSKEY_ORIGINS',
    ],
    ['no TLS to SNS', { SNS_ENDPOINT: 'http://hunter2.example' }, 'SNS_ENDPOINT'],
    ['no TLS to the queue', { AUDIT_SQS_QUEUE_URL: 'http://hunter2.example/1/audit' }, 'AUDIT_SQS_QUEUE_URL'],
    ['demo data', { DEMO: 'on' }, 'DEMO'],
    ['no TLS to PostgreSQL', { DATABASE_URL: 'postgresql://trivet:hunter2@db.example/trivet' }, 'DATABASE_URL'],
    [
      'optional TLS to PostgreSQL',
      { DATABASE_URL: `${VALID.DATABASE_URL.split('?')[0]}?sslmode=prefer` },
      'DATABASE_URL',
    ],
    [
      'no TLS to the replica',
      { DATABASE_REPLICA_URL: 'postgresql://trivet:hunter2@db.example/trivet' },
      'DATABASE_REPLICA_URL',
    ],
    ['the default issuer', { JWT_ISSUER: '' }, 'JWT_ISSUER'],
    ['raised rate limits', { RATE_LIMIT_SCALE: '2' }, 'RATE_LIMIT_SCALE'],
    ['no TLS to DynamoDB', { DYNAMODB_ENDPOINT: 'http://hunter2.example' }, 'DYNAMODB_ENDPOINT'],
    ['no TLS to Redis', { REDIS_URL: 'redis://:hunter2@cache.example' }, 'REDIS_URL'],
  ])('refuses %s', (_what, environment, name) => {
    const load = () => loadConfig({ ...PRODUCTION, ...environment });
    expect(load).toThrow(name);
    expect(load).not.toThrow('hunter2');
  });
});

describe('master keys', () => {
  const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
  const fileOf = (text: string): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'keys-')), 'keys');
    writeFileSync(path, text);
    return path;
  };

  it('come from the file, its first in use, and then from the variables', () => {
    const ENCRYPTION_KEY_FILE = fileOf(`# the new one\n${key(1)}\n\n${key(2)}\n`);
    const OTHER_ENCRYPTION_KEYS = `${key(3)}, ${key(4)}`;
    const { masters, kms } = loadConfig({ ...VALID, ENCRYPTION_KEY_FILE, OTHER_ENCRYPTION_KEYS }).keys;
    expect(masters.map((master) => master[0])).toEqual([1, 2, 7, 3, 4]);
    expect(kms).toBeUndefined();
  });

  it.each(['', '# none', `${key(1)}\nshort`])('are refused from a file of %j', (text) => {
    const load = () => loadConfig({ ...VALID, ENCRYPTION_KEY_FILE: fileOf(text) });
    expect(load).toThrow('ENCRYPTION_KEY_FILE');
    expect(load).not.toThrow(key(1));
  });

  it('must be there, unless KMS keeps it; KMS must be told which', () => {
    const { ENCRYPTION_KEY: _none, ...without } = VALID;
    expect(() => loadConfig(without)).toThrow('ENCRYPTION_KEY is required');
    expect(() => loadConfig({ ...without, OTHER_ENCRYPTION_KEYS: key(1) })).toThrow('ENCRYPTION_KEY is required');
    expect(() => loadConfig({ ...without, KEY_PROVIDER: 'kms' })).toThrow('KMS_KEY_ID');
    const { keys } = loadConfig({ ...without, KEY_PROVIDER: 'kms', KMS_KEY_ID: 'alias/trivet' });
    expect(keys).toMatchObject({ masters: [], kms: { keyId: 'alias/trivet', region: 'us-east-1' } });
  });

  it('are not asked of a pretence in production', () => {
    const kms = { KEY_PROVIDER: 'kms', KMS_KEY_ID: 'alias/trivet', KMS_ENDPOINT: 'https://kms.example' };
    expect(() => loadConfig({ ...PRODUCTION, ...kms })).toThrow('KMS_ENDPOINT is for tests');
  });
});
