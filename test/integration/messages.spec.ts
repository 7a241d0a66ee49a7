import { Messages } from '../../src/modules/messages/index.ts';
import { OutboxEvents, OutboxRelay } from '../../src/platform/events/index.ts';
import { Postgres, Transactions } from '../../src/platform/postgres/index.ts';
import { FakeSns } from '../support/fake-sns.ts';
import { MailServer } from '../support/mail-server.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { TestClock } from '../support/test-clock.ts';

const EMAIL = 'ada@test.example';
const NUMBER = '+12125550123';
const CODE = '493817';
const MINUTE_MS = 60_000;

interface Shown {
  readonly data: readonly { to: string; subject: string | null; text: string }[];
}

describe('messages', () => {
  let mail: MailServer;
  let sns: FakeSns;
  let clock: TestClock;
  let test: TestApp;

  beforeAll(async () => {
    [mail, sns] = [await MailServer.start(), await FakeSns.start()];
    clock = new TestClock();
    test = await startTestApp({ clock, environment: { ...mail.environment, ...sns.environment } });
  });
  afterAll(async () => {
    await test.close();
    await Promise.all([mail.close(), sns.close()]);
  });
  beforeEach(() => {
    mail.received.length = 0;
    sns.published.length = 0;
    sns.mood = 'takes it';
  });

  const queue = (channel: 'email' | 'sms', after: () => void = () => undefined) =>
    test.get(Transactions).run(async (tx) => {
      const usefulUntil = new Date(clock.now().getTime() + 10 * MINUTE_MS);
      const to = channel === 'email' ? EMAIL : NUMBER;
      await test
        .get(Messages)
        .queue(tx, { channel, to, text: 'contact-code', data: { code: CODE, minutes: 10 }, usefulUntil });
      after();
    });
  const deliver = () => test.get(OutboxRelay).drain();
  const waiting = async () => (await test.get(OutboxEvents).counts()).waiting;

  it('go out by SMTP, with an id that stays the same', async () => {
    await queue('email');
    await deliver();
    expect(mail.received).toHaveLength(1);
    const [{ from, to, content } = { from: '', to: [], content: '' }] = mail.received;
    expect([from, to]).toEqual(['noreply@trivet.example', [EMAIL]]);
    expect(content).toContain(`Subject: ${CODE} is your code`);
    expect(content).toMatch(/Message-ID: <[0-9a-f-]{36}@trivet\.example>/i);
    expect(content).toContain('good for 10 minutes');
  });

  it('go out by SNS as transactional text messages', async () => {
    await queue('sms');
    await deliver();
    expect(sns.published).toMatchObject([{ Action: 'Publish', PhoneNumber: NUMBER }]);
    const [published = {}] = sns.published;
    expect(published['Message']).toContain(CODE);
    expect(Object.values(published)).toEqual(expect.arrayContaining(['Transactional', 'Trivet']));
  });

  it('are not sent when the transaction is rolled back', async () => {
    const fail = () => {
      throw new Error('no');
    };
    await expect(queue('email', fail)).rejects.toThrow('no');
    await deliver();
    expect(mail.received).toEqual([]);
  });

  it('wait sealed: neither the code nor the address can be read in the outbox', async () => {
    await queue('email');
    const { rows } = await test.get(Postgres).pool.query(`select payload::text, aggregate_id from outbox_event`);
    // Six digits in a row are in many an id.
    const text = JSON.stringify(rows).replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, 'id');
    expect(text).not.toMatch(new RegExp(`${CODE}|${EMAIL}`));
    await deliver();
  });

  it.each([
    ['the mail server', 'email', (): unknown => mail.refusals.push(451)],
    ['SNS', 'sms', (): unknown => (sns.mood = 'is throttled')],
  ] as const)('are tried again when %s cannot take them now', async (_who, channel, refuse) => {
    refuse();
    await queue(channel);
    await deliver();
    expect(await waiting()).toBe(1);
    const { rows } = await test
      .get(Postgres)
      .pool.query<{ error: string }>(`select last_error as error from outbox_event where published_at is null`);
    expect(rows[0]?.error).toMatch(/could not take the message/);
    expect(rows[0]?.error).not.toMatch(/ada|555/);
    sns.mood = 'takes it';
    clock.advance(MINUTE_MS);
    await deliver();
    expect(await waiting()).toBe(0);
    expect(mail.received.length + sns.published.length).toBeGreaterThan(0);
  });

  it.each([
    ['the mail server', 'email', (): unknown => mail.refusals.push(550)],
    ['SNS', 'sms', (): unknown => (sns.mood = 'refuses the number')],
  ] as const)('are let go when %s will never take them', async (_who, channel, refuse) => {
    refuse();
    await queue(channel);
    await deliver();
    expect(await waiting()).toBe(0);
    expect(mail.received).toEqual([]);
  });

  it('are let go when they come too late to be of use', async () => {
    await queue('email');
    clock.advance(10 * MINUTE_MS);
    await deliver();
    expect(await waiting()).toBe(0);
    expect(mail.received).toEqual([]);
  });

  it('have no sandbox to be read from when they are really sent', async () => {
    const answer = await test.request('GET', `/sandbox/messages?to=${EMAIL}`);
    expect(answer).toMatchObject({ status: 404, body: { code: 'route_not_found' } });
  });
});

describe('messages that go nowhere', () => {
  let test: TestApp;
  const send = (channel: 'email' | 'sms') =>
    test.get(Transactions).run((tx) => {
      const to = channel === 'email' ? EMAIL : NUMBER;
      const usefulUntil = new Date(Date.now() + MINUTE_MS);
      return test
        .get(Messages)
        .queue(tx, { channel, to, text: 'contact-code', data: { code: CODE, minutes: 10 }, usefulUntil });
    });

  afterEach(() => test.close());

  it('are shown by the sandbox, to who names the address or number', async () => {
    test = await startTestApp();
    await send('email');
    await send('sms');
    await test.get(OutboxRelay).drain();
    const shown = (to: string) => test.request<Shown>('GET', `/sandbox/messages?to=${encodeURIComponent(to)}`);
    expect((await shown('ADA@test.example')).body.data).toMatchObject([{ to: EMAIL, subject: `${CODE} is your code` }]);
    expect((await shown(NUMBER)).body.data).toMatchObject([{ to: NUMBER, subject: null }]);
    expect((await shown('eve@test.example')).body.data).toEqual([]);
    expect(await test.request('GET', '/sandbox/messages')).toMatchObject({ status: 400 });
  });

  it('are not even queued where the channel is not offered', async () => {
    test = await startTestApp({ environment: { EMAIL_PROVIDER: 'none', SMS_PROVIDER: 'none' } });
    await send('email');
    expect((await test.get(OutboxEvents).counts()).waiting).toBe(0);
    expect(() => test.get(Messages).demand('email')).toThrow('channel_not_available');
    expect(await test.request('GET', `/sandbox/messages?to=${EMAIL}`)).toMatchObject({ status: 404 });
  });
});
