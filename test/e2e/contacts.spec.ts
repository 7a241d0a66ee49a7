import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { OutboxRelay } from '../../src/platform/events/index.ts';
import { SandboxMessages } from '../../src/platform/messages/index.ts';
import { ChangeSetting } from '../../src/modules/settings/change-setting.use-case.ts';
import { type Body, type Person, World } from '../support/world.ts';

const MINUTE_MS = 60_000;
const CODES_PER_HOUR = 5;
const TRIES = 5;

describe('contacts', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.open({ RATE_LIMIT_SCALE: '1' });
  });
  afterAll(() => world.close());

  const ask = (person: Person, contact = 'email') =>
    world.call('POST', '/me/contacts/codes', person, { body: { contact } });
  const verify = (person: Person, code: string, contact = 'email') =>
    world.call('POST', '/me/contacts/verify', person, { body: { contact, code } });
  const me = async (person: Person): Promise<Body> => (await world.call('GET', '/me', person)).body;
  const messagesTo = async (to: unknown) => {
    await world.app.get(OutboxRelay).drain();
    return world.app.get(SandboxMessages).to(to as string);
  };
  const codeTo = async (to: unknown) => /code is (\d{6})/.exec((await messagesTo(to))[0]?.text ?? '')?.[1] ?? '';
  const emailOf = async (person: Person) => (await me(person))['email'];
  const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const withPhone = async (phone: string): Promise<Person> => {
    const person = await world.person();
    await world.call('PATCH', '/me', person, { body: { phone } });
    return person;
  };
  const withProvedEmail = async (person: Person): Promise<Person> => {
    await world.prove(person);
    return person;
  };

  it('are proved by the code that was sent there', async () => {
    const person = await withPhone('+12125550101');
    expect(await me(person)).toMatchObject({ emailVerified: false, phoneVerified: false });
    expect(await ask(person)).toMatchObject({ status: 202, body: { expiresInSeconds: 600 } });
    const code = await codeTo(await emailOf(person));
    expect(await verify(person, code)).toMatchObject({
      status: 200,
      body: { emailVerified: true, phoneVerified: false },
    });
    await ask(person, 'phone');
    expect(await verify(person, await codeTo('+12125550101'), 'phone')).toMatchObject({
      body: { phoneVerified: true },
    });
    expect(await me(person)).toMatchObject({ emailVerified: true, phoneVerified: true });
  });

  it('are proved once', async () => {
    const person = await world.person();
    await ask(person);
    const code = await codeTo(await emailOf(person));
    const answers = await Promise.all([verify(person, code), verify(person, code), verify(person, code)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await verify(person, code)).toMatchObject({ status: 409, body: { code: 'contact_verified' } });
    expect(await ask(person)).toMatchObject({ status: 409, body: { code: 'contact_verified' } });
  });

  it(`are not proved by guessing: after ${TRIES} wrong codes the right one is refused too`, async () => {
    const person = await world.person();
    await ask(person);
    const code = await codeTo(await emailOf(person));
    const guesses = await Promise.all(Array.from({ length: TRIES }, () => verify(person, wrong(code))));
    expect(guesses.map(({ body }) => body['code'])).toEqual(Array(TRIES).fill('code_invalid'));
    expect(await verify(person, code)).toMatchObject({ status: 422, body: { code: 'code_invalid' } });
  });

  it('are not proved by an expired code, nor by one that was replaced', async () => {
    const person = await world.person();
    await ask(person);
    const first = await codeTo(await emailOf(person));
    await ask(person);
    const second = await codeTo(await emailOf(person));
    if (first !== second) expect(await verify(person, first)).toMatchObject({ body: { code: 'code_invalid' } });
    world.clock.advance(10 * MINUTE_MS);
    expect(await verify(person, second)).toMatchObject({ status: 422, body: { code: 'code_invalid' } });
  });

  it("are not proved by somebody else's code, nor by the code of the other contact", async () => {
    const [ada, eve] = [await withPhone('+12125550102'), await world.person()];
    await ask(ada);
    const code = await codeTo(await emailOf(ada));
    expect(await verify(eve, code)).toMatchObject({ body: { code: 'code_invalid' } });
    expect(await verify(ada, code, 'phone')).toMatchObject({ body: { code: 'code_invalid' } });
  });

  it('lose their proof when they change, and a code that went to the old number is worth nothing', async () => {
    const person = await withProvedEmail(await withPhone('+12125550103'));
    await ask(person, 'phone');
    const code = await codeTo('+12125550103');
    await world.call('PATCH', '/me', person, { body: { phone: '+12125550104' } });
    expect(await verify(person, code, 'phone')).toMatchObject({ status: 422, body: { code: 'code_invalid' } });
    await ask(person, 'phone');
    await verify(person, await codeTo('+12125550104'), 'phone');
    expect(await world.call('PATCH', '/me', person, { body: { phone: '+12125550104' } })).toMatchObject({
      body: { phoneVerified: true },
    });
    expect(await world.call('PATCH', '/me', person, { body: { phone: '+12125550105' } })).toMatchObject({
      body: { phoneVerified: false },
    });
  });

  it('that are not there cannot be proved', async () => {
    const person = await world.person();
    expect(await ask(person, 'phone')).toMatchObject({ status: 422, body: { code: 'contact_missing' } });
    expect(await verify(person, '123456', 'phone')).toMatchObject({ status: 422, body: { code: 'contact_missing' } });
  });

  it(`are sent ${CODES_PER_HOUR} codes an hour, whoever says that they are theirs`, async () => {
    const number = '+12125550106';
    const askers = await Promise.all(
      Array.from({ length: CODES_PER_HOUR + 1 }, async () => withProvedEmail(await withPhone(number))),
    );
    const answers = await Promise.all(askers.map((asker) => ask(asker, 'phone')));
    const refused = answers.filter(({ status }) => status !== 202);
    expect(refused).toMatchObject([{ status: 429, body: { code: 'rate_limited' } }]);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await messagesTo(number)).toHaveLength(CODES_PER_HOUR);
    world.clock.advance(60 * MINUTE_MS);
    expect((await ask(askers[0] as Person, 'phone')).status).toBe(202);
  });

  it('leave hashes behind: no code, address or number is in the table of codes', async () => {
    const person = await withPhone('+12125550107');
    await ask(person);
    await ask(await withProvedEmail(person), 'phone');
    const codes = [await codeTo('+12125550107'), await codeTo(await emailOf(person))];
    const dynamo = world.app.get(DynamoDb);
    const { Items } = await dynamo.document.send(new ScanCommand({ TableName: dynamo.table('one-time-secrets') }));
    const kept = JSON.stringify(Items);
    expect(kept).toContain(person.id);
    for (const secret of [...codes.map((code) => `"${code}"`), '2125550107', String(await emailOf(person))])
      expect(kept).not.toContain(secret);
  });
});

describe('codes by text message', () => {
  let world: World;
  let numbers = 0;

  beforeEach(async () => {
    world = await World.open({ RATE_LIMIT_SCALE: '1' });
  });
  afterEach(() => world.close());

  const newcomer = async (): Promise<Person> => {
    const person = await world.person();
    numbers += 1;
    await world.call('PATCH', '/me', person, { body: { phone: `+1212555${String(numbers).padStart(4, '0')}` } });
    return person;
  };
  const proved = async (): Promise<Person> => {
    const person = await newcomer();
    await world.prove(person);
    return person;
  };
  const ask = (person: Person) => world.call('POST', '/me/contacts/codes', person, { body: { contact: 'phone' } });

  it('are for who has proved an address', async () => {
    const person = await newcomer();
    expect(await ask(person)).toMatchObject({ status: 422, body: { code: 'contact_unverified' } });
    await world.prove(person);
    expect((await ask(person)).status).toBe(202);
  });

  it('are twenty an hour for a network, whoever asks, and whatever number they name', async () => {
    const people: Person[] = [];
    for (let n = 0; n < 21; n += 1) people.push(await proved());
    const answers = await Promise.all(people.map(ask));
    const refused = answers.filter(({ status }) => status !== 202);
    expect(refused).toMatchObject([{ status: 429, body: { code: 'rate_limited' } }]);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    world.clock.advance(60 * MINUTE_MS);
    expect((await ask(people[0] as Person)).status).toBe(202);
  });

  it('are as many an hour as operators set, for everybody together', async () => {
    const { id: changedBy } = await world.person();
    const key = 'contacts.text_messages_per_hour';
    await world.app.get(ChangeSetting).execute({ key, value: 2, reason: 'Because', changedBy });
    const people = await Promise.all([proved(), proved(), proved()]);
    const statuses = (await Promise.all(people.map(ask))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([202, 202, 429]);
  });
});

describe('contacts, where nothing can be sent', () => {
  it('cannot be proved, and say so', async () => {
    const world = await World.open({ EMAIL_PROVIDER: 'none' });
    const answer = await world.call('POST', '/me/contacts/codes', await world.person(), { body: { contact: 'email' } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'channel_not_available' } });
    await world.close();
  });
});
