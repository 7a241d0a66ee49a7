import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { WEBHOOK_SECRETS } from '../support/fake-stripe.ts';
import { StripeWorld } from '../support/stripe-world.ts';

type Headers = Readonly<Record<string, string>>;

interface Sent {
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers: Headers;
  readonly provider?: string;
}

const SECRET = WEBHOOK_SECRETS[0];

/** Somebody who knows how Stripe signs, and has seen its events, but has no secret of ours. */
describe('a forged webhook', () => {
  let rig: StripeWorld;
  let paymentId: string;
  let payload: string;
  let events = 0;

  beforeAll(async () => {
    rig = await StripeWorld.open();
    const topUp = await rig.topUp('3ds');
    paymentId = (await rig.world.pay(topUp, 700)).body.id;
    await rig.world.inquire();
    payload = event();
  });
  afterAll(async () => {
    await rig.world.expectSound();
    await rig.close();
  });

  const nowSeconds = (): number => Math.floor(rig.world.clock.now().getTime() / 1_000);
  const event = (more: object = {}): string =>
    JSON.stringify({
      ...{ id: `evt_forged_${(events += 1)}`, object: 'event', type: 'payment_intent.succeeded' },
      ...{ data: { object: rig.stripe.books.intentOf(paymentId) }, ...more },
    });
  const mac = (text: string, secret: string, algorithm = 'sha256'): string =>
    createHmac(algorithm, secret).update(text, 'utf8').digest('hex');
  const v1 = (body: string, at: number | string, secret: string = SECRET): string => mac(`${at}.${body}`, secret);
  const signed = (signature: string, body: Sent['body'] = payload, more: Headers = {}): Sent => ({
    body,
    headers: { 'content-type': 'application/json', 'stripe-signature': signature, ...more },
  });
  const send = ({ body, headers, provider = 'stripe' }: Sent): Promise<Response> =>
    fetch(`${rig.world.app.url}/api/v1/webhooks/providers/${provider}`, { method: 'POST', body, headers });

  const forgeries: Readonly<Record<string, (at: number, good: string) => Sent>> = {
    'signed with a secret of theirs': (at) => signed(`t=${at},v1=${v1(payload, at, 'whsec_theirs')}`),
    'signed with no secret': (at) => signed(`t=${at},v1=${v1(payload, at, '')}`),
    'signed with half of the secret': (at) => signed(`t=${at},v1=${v1(payload, at, SECRET.slice(0, 5))}`),
    'signed with the secret without its prefix': (at) =>
      signed(`t=${at},v1=${v1(payload, at, SECRET.replace('whsec_', ''))}`),
    'signed with both secrets at once': (at) => signed(`t=${at},v1=${v1(payload, at, WEBHOOK_SECRETS.join(','))}`),
    'signed with the API key': (at) => signed(`t=${at},v1=${v1(payload, at, 'sk_test_made_up')}`),
    'not signed': () => ({ body: payload, headers: { 'content-type': 'application/json' } }),
    'signed with nothing': (at) => signed(`t=${at},v1=`),
    'signed with zeros': (at) => signed(`t=${at},v1=${'0'.repeat(64)}`),
    'signed with half a signature': (at, good) => signed(`t=${at},v1=${good.slice(0, 32)}`),
    'signed with more than a signature': (at, good) => signed(`t=${at},v1=${good}00`),
    'signed in another scheme': (at, good) => signed(`t=${at},v0=${good}`),
    'signed in a scheme of theirs': (at, good) => signed(`t=${at},v2=${good},none=1`),
    'signed with SHA-1': (at) => signed(`t=${at},v1=${mac(`${at}.${payload}`, SECRET, 'sha1')}`),
    'signed with SHA-512': (at) => signed(`t=${at},v1=${mac(`${at}.${payload}`, SECRET, 'sha512')}`),
    'signed without its time': (at) => signed(`t=${at},v1=${mac(payload, SECRET)}`),
    'with another time than it was signed for': (at, good) => signed(`t=${at + 1},v1=${good}`),
    'without a time': (_at, good) => signed(`v1=${good}`),
    'with a time that is none': (_at, good) => signed(`t=now,v1=${good}`),
    'with a negative time': (at) => signed(`t=-${at},v1=${v1(payload, -at)}`),
    'with a time in milliseconds': (at) => signed(`t=${at}000,v1=${v1(payload, `${at}000`)}`),
    'from too long ago': (at) => signed(`t=${at - 301},v1=${v1(payload, at - 301)}`),
    'from the future': (at) => signed(`t=${at + 301},v1=${v1(payload, at + 301)}`),
    'with an old time beside a new one': (at) => signed(`t=${at},t=${at - 9_999},v1=${v1(payload, at - 9_999)}`),
    'with a new time before its old one': (at) => signed(`t=${at - 9_999},t=${at},v1=${v1(payload, at - 9_999)}`),
    'of another body': (at, good) => signed(`t=${at},v1=${good}`, event({ type: 'charge.refunded' })),
    'with a byte more': (at, good) => signed(`t=${at},v1=${good}`, `${payload} `),
    'written otherwise': (at, good) => signed(`t=${at},v1=${good}`, JSON.stringify(JSON.parse(payload), null, 1)),
    'with a byte order mark': (at, good) => signed(`t=${at},v1=${good}`, `\ufeff${payload}`),
    'with two signatures, none of them good': (at) =>
      signed(`t=${at},v1=${v1(payload, at, 'whsec_a')},v1=${v1(payload, at, 'whsec_b')}`),
    'with two signatures, the good one of another body': (at, good) =>
      signed(`t=${at},v1=${v1('{}', at, 'whsec_theirs')},v1=${good}`, event()),
    compressed: (at, good) =>
      signed(`t=${at},v1=${good}`, new Uint8Array(gzipSync(payload)), { 'content-encoding': 'gzip' }),
    'as a form': (at, good) =>
      signed(`t=${at},v1=${good}`, payload, { 'content-type': 'application/x-www-form-urlencoded' }),
    'that is no JSON, though signed': (at) => signed(`t=${at},v1=${v1('{', at)}`, '{'),
    'that is no event, though signed': (at) => signed(`t=${at},v1=${v1('[]', at)}`, '[]'),
    'with a header of another provider': (at, good) => ({
      ...{ body: payload, headers: { 'content-type': 'application/json', 'x-signature': `t=${at},v1=${good}` } },
    }),
    'for another provider': (at, good) => ({ ...signed(`t=${at},v1=${good}`), provider: 'adyen' }),
    'for the sandbox': (at, good) => ({ ...signed(`t=${at},v1=${good}`), provider: 'sandbox' }),
    'for a provider that is a path': (at, good) => ({ ...signed(`t=${at},v1=${good}`), provider: '..%2fstripe' }),
    'of two megabytes': (at) => {
      const body = event({ note: 'x'.repeat(2 * 1_048_576) });
      return signed(`t=${at},v1=${v1(body, at)}`, body);
    },
  };

  it.each(Object.keys(forgeries))('%s is refused, and nothing is heard', async (what) => {
    const at = nowSeconds();
    const before = await rig.received();
    const answer = await send(forgeries[what]?.(at, v1(payload, at)) as Sent);
    expect([400, 404, 413, 415]).toContain(answer.status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await rig.received()).toBe(before);
    await rig.world.inquire(0);
    expect((await rig.world.postgres.prisma.payment.findUniqueOrThrow({ where: { id: paymentId } })).inquiries).toBe(1);
  });

  it('is unlike a good one, which is taken with the newer and with the older secret, and beside a bad signature', async () => {
    for (const secret of WEBHOOK_SECRETS) {
      const [at, body] = [nowSeconds(), event()];
      const both = `t=${at},v1=${v1(body, at, 'whsec_theirs')},v1=${v1(body, at, secret)}`;
      expect((await send(signed(`t=${at},v1=${v1(body, at, secret)}`, body))).status).toBe(204);
      expect((await send(signed(both, event.call(null)))).status).toBe(400);
      expect((await send(signed(both, body))).status).toBe(204);
    }
  });

  it('that is a good one sent again counts once, at once, later, and after its time is refused', async () => {
    const [at, body] = [nowSeconds(), event()];
    const again = signed(`t=${at},v1=${v1(body, at)}`, body);
    const before = await rig.received();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(again)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    rig.world.clock.advance(299_000);
    expect((await send(again)).status).toBe(204);
    rig.world.clock.advance(2_000);
    expect((await send(again)).status).toBe(400);
    expect(await rig.received()).toBe(before + 1);
  });

  it('cannot say of a payment what Stripe does not', async () => {
    const object = { ...rig.stripe.books.intentOf(paymentId), status: 'succeeded', amount: 99_999, currency: 'usd' };
    const [at, body] = [nowSeconds(), event({ data: { object } })];
    expect((await send(signed(`t=${at},v1=${v1(body, at)}`, body))).status).toBe(204);
    await rig.world.inquire(0);
    const payment = await rig.world.postgres.prisma.payment.findUniqueOrThrow({ where: { id: paymentId } });
    expect(payment).toMatchObject({ status: 'requires_action', amount: 700n, transferId: null });
  });
});
