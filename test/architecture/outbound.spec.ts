import { typescriptFiles } from './source-files.ts';

/** Where something is made that opens connections. */
const OPENS =
  /\bnew (?:\w*Client|Stripe|IORedis|Redis|\w*Pool|WebSocket|EventSource|XMLHttpRequest)\(|\b(?:createTransport|fetch|createConnection|discovery|customFetch)\(|\b(?:https?|http2|net|tls|dgram|undici)\.(?:request|get|connect|createSocket)\(/;
/** Packages that go wherever they are told; what we use are clients of one thing each. */
const GOES_ANYWHERE =
  /from '(?:axios|got|ky|needle|node-fetch|cross-fetch|superagent|request|undici|ws|@nestjs\/axios)(?:\/[^']*)?'/;

/**
 * Who may open a connection, and to where. Every place is configured; none is named by a request. Who adds a line says where it
 * goes; who would go where a request says must look at the address again at the moment of connecting.
 */
const OUTBOUND: Readonly<Record<string, string>> = {
  'src/modules/audit/audit-queue.repository.ts': 'AWS SQS: AUDIT_SQS_QUEUE_URL',
  'src/modules/social/token-answer.ts':
    'providers of identities, where provider-catalogue.ts says, or `endpoints` in SOCIAL_PROVIDERS',
  'src/platform/crypto/kms-keys.provider.ts': 'AWS KMS: region, or KMS_ENDPOINT',
  'src/platform/dynamodb/client.ts': 'DynamoDB: region, or DYNAMODB_ENDPOINT',
  'src/platform/messages/smtp-email-sender.ts': 'the mail server of SMTP_URL',
  'src/platform/messages/sns-sms-sender.ts': 'AWS SNS: region, or SNS_ENDPOINT',
  'src/platform/postgres/app-login.ts': 'PostgreSQL: DATABASE_OWNER_URL',
  'src/platform/postgres/migrator.ts': 'PostgreSQL: the URL of who migrates',
  'src/platform/postgres/open-prisma.ts': 'PostgreSQL, over the pool that it is given',
  'src/platform/postgres/postgres.ts': 'PostgreSQL: DATABASE_URL, DATABASE_REPLICA_URL',
  'src/platform/postgres/schema-engine-adapter.ts': 'PostgreSQL: the URL of who migrates',
  'src/platform/postgres/scoped-pool.ts': 'PostgreSQL, as postgres.ts says',
  'src/platform/redis/redis.ts': 'Redis: REDIS_URL',
  'src/platform/stripe/stripe-client.ts': 'Stripe, or STRIPE_API_HOST',
};

describe('what leaves the process', () => {
  const sources = typescriptFiles('src').filter(({ path }) => !path.endsWith('.spec.ts'));

  it('leaves from these files only, to places that are configured', () => {
    const found = sources.filter(({ text }) => OPENS.test(codeOf(text))).map(({ path }) => path);
    const why = 'name it in OUTBOUND of test/architecture/outbound.spec.ts, with where it goes';
    expect({ why, found: found.sort() }).toEqual({ why, found: Object.keys(OUTBOUND).sort() });
  });

  it('uses no client that goes anywhere', () => {
    expect(sources.filter(({ text }) => GOES_ANYWHERE.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('is recognized', () => {
    for (const line of [
      "await fetch('https://a.example')",
      'http.request(url)',
      'new SQSClient({})',
      'net.connect(1)',
    ]) {
      expect(OPENS.test(codeOf(line))).toBe(true);
    }
    expect(OPENS.test(codeOf('// fetch(it) does not\nprefetch()'))).toBe(false);
  });
});

// Without comments: a word in one calls nobody.
function codeOf(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\/|(?<!:)\/\/.*$/gm, '');
}
