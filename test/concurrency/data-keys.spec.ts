import { createCipheriv, randomBytes } from 'node:crypto';
import { PaymentMethods } from '../../src/modules/payment-methods/index.ts';
import { DataKeyRotation, derivedKey } from '../../src/platform/crypto/index.ts';
import { KeyRing } from '../../src/platform/crypto/key-ring.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { actAsNobody } from '../../src/platform/postgres/index.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { type Person, World } from '../support/world.ts';

const MINUTE_MS = 60_000;
const PERSONS = 60;
const PROFILE = {
  dateOfBirth: '1990-04-17',
  address: { line1: '12 Example Street', city: 'Bengaluru', postalCode: '560001', country: 'IN' },
  documents: [{ type: 'passport', reference: 'vault/1' }],
};

interface Cardholder extends Person {
  readonly methodId: string;
  readonly cardToken: string;
}

let world: World;
let people: Cardholder[];

beforeEach(async () => {
  world = await World.open();
  people = await Promise.all(Array.from({ length: PERSONS }, (_, at) => cardholder(`card_${at}`)));
});
afterEach(() => world.close());

async function cardholder(token: string): Promise<Cardholder> {
  const person = await world.person();
  const method = await world.call<{ id: string }>('POST', '/payment-methods', person, {
    body: { type: 'card', token },
  });
  await world.call('PUT', '/me/profile', person, { body: PROFILE });
  return { ...person, methodId: method.body.id, cardToken: token };
}

const rotation = (): DataKeyRotation => world.app.get(DataKeyRotation);
const versions = async (): Promise<unknown[]> =>
  (
    await world.postgres.pool.query(
      `select data_key_version as version, count(*)::int as persons from person_key group by 1 order by 1`,
    )
  ).rows as unknown[];
const retired = async (): Promise<unknown[]> =>
  (
    await world.postgres.pool.query(
      `select version, retired_at is not null as retired from data_key where purpose = 'seal' order by 1`,
    )
  ).rows as unknown[];

async function expectAllOpen(app: TestApp = world.app): Promise<void> {
  for (const { methodId, cardToken } of people) {
    expect(await app.get(PaymentMethods).tokenOf(methodId)).toBe(cardToken);
  }
  for (const person of people) {
    const { status, body } = await app.request('GET', '/me/profile', { token: person.token });
    expect([status, body['dateOfBirth']]).toEqual([200, PROFILE.dateOfBirth]);
  }
}

async function rotated(): Promise<void> {
  expect(await rotation().start()).toBe(2);
  world.clock.advance(2 * MINUTE_MS);
}

describe('a new data key', () => {
  it('is known to every process before any of them seals with it', async () => {
    const other = await startTestApp({ clock: world.clock, environment: environmentOf(world.app) });
    await rotation().start();
    await other.get(KeyRing).refresh();
    expect((await other.request('POST', '/payment-methods', cardOf('early'))).status).toBe(201);
    expect(await versions()).toEqual([{ version: 1, persons: PERSONS }]);
    expect((await world.app.get(Jobs).runNow('data-keys')).processed).toBe(0);
    world.clock.advance(2 * MINUTE_MS);
    const newcomer = await cardholder('late');
    expect(await other.get(PaymentMethods).tokenOf(newcomer.methodId)).toBe('late');
    expect(await versions()).toEqual([
      { version: 1, persons: PERSONS },
      { version: 2, persons: 1 },
    ]);
    await other.close();
  });

  it('takes over all that is sealed, beside those who write and read, and then the old one is retired', async () => {
    await rotated();
    let going = true;
    const wrong: unknown[] = [];
    const writer = async (at: number): Promise<void> => {
      for (let n = 0; going; n += 1) {
        const person = people[(at + n * 7) % PERSONS] as Cardholder;
        const put = await world.call('PUT', '/me/profile', person, { body: PROFILE });
        const add = await world.call('POST', '/payment-methods', person, {
          body: { type: 'card', token: `new_${at}` },
        });
        const read = await world.call('GET', '/me/profile', person);
        const token = await world.app.get(PaymentMethods).tokenOf(person.methodId);
        wrong.push(...[put, add, read].filter(({ status }) => status >= 300).map(({ text }) => text));
        if (token !== person.cardToken) wrong.push([person.methodId, token]);
      }
    };
    const writers = [0, 20, 40].map(writer);
    const run = await world.app.get(Jobs).runNow('data-keys');
    going = false;
    await Promise.all(writers);
    expect([run.status, run.error, run.processed]).toEqual(['succeeded', null, PERSONS]);
    expect(wrong).toEqual([]);
    expect(await versions()).toEqual([{ version: 2, persons: PERSONS }]);
    expect(await retired()).toEqual([
      { version: 1, retired: true },
      { version: 2, retired: false },
    ]);
    await expectAllOpen();
    expect((await world.app.get(Jobs).runNow('data-keys')).processed).toBe(0);
  });

  it('goes on where it was interrupted', async () => {
    await rotated();
    const interrupted = rotation().finish(() => Promise.reject(new Error('the process died')));
    await expect(interrupted).rejects.toThrow('the process died');
    expect(await versions()).toEqual([
      { version: 1, persons: PERSONS - 50 },
      { version: 2, persons: 50 },
    ]);
    await expectAllOpen();
    const reported: number[] = [];
    // As at the command line, where nobody asks.
    const finished = actAsNobody(() => rotation().finish(async (done) => void reported.push(done)));
    expect(await finished).toBe(PERSONS - 50);
    expect(reported).toEqual([PERSONS - 50]);
    await expectAllOpen();
  });

  it('does not stop at a value that does not open, and does not retire the old key then', async () => {
    const [broken, ...others] = people as [Cardholder, ...Cardholder[]];
    await world.postgres.pool.query("update payment_method set sealed_token = 'p1.AAAA' where id = $1", [
      broken.methodId,
    ]);
    await rotated();
    const run = await world.app.get(Jobs).runNow('data-keys');
    expect([run.status, run.error]).toEqual(['failed', expect.stringContaining(`the first of them ${broken.id}`)]);
    expect(await versions()).toEqual([
      { version: 1, persons: 1 },
      { version: 2, persons: PERSONS - 1 },
    ]);
    expect((await retired())[0]).toEqual({ version: 1, retired: false });
    people = others;
    await expectAllOpen();
  });
});

describe('what was sealed before there were data keys', () => {
  it('is opened, and sealed anew with the keys of its persons', async () => {
    for (const { id, methodId, cardToken } of people) {
      await old('payment_method', 'sealed_token', methodId, cardToken);
      await old('user_profile', 'sealed_details', id, JSON.stringify(PROFILE), 'user_id');
    }
    await expectAllOpen();
    expect((await world.app.get(Jobs).runNow('data-keys')).processed).toBe(PERSONS);
    const { rows } = await world.postgres.pool.query(
      `select sealed_token as sealed from payment_method union all select sealed_details from user_profile`,
    );
    expect((rows as { sealed: string }[]).filter(({ sealed }) => !sealed.startsWith('p2.'))).toEqual([]);
    await expectAllOpen();
    expect((await world.app.get(Jobs).runNow('data-keys')).processed).toBe(0);
  });
});

it('is made by itself when the newest has become old', async () => {
  world.clock.advance(366 * 24 * 60 * MINUTE_MS);
  await world.app.get(Jobs).runNow('data-keys');
  expect(await retired()).toEqual([
    { version: 1, retired: false },
    { version: 2, retired: false },
  ]);
  world.clock.advance(2 * MINUTE_MS);
  expect((await world.app.get(Jobs).runNow('data-keys')).processed).toBe(PERSONS);
  expect((await retired())[0]).toEqual({ version: 1, retired: true });
});

function cardOf(token: string) {
  return { body: { type: 'card', token }, token: (people[0] as Cardholder).token };
}

function environmentOf({ environment }: TestApp): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((each): each is [string, string] => each[1] !== undefined),
  );
}

async function old(table: string, column: string, rowId: string, text: string, key = 'id'): Promise<void> {
  const master = Buffer.from(world.app.environment['ENCRYPTION_KEY'] ?? '', 'base64');
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', derivedKey(master, 'secret-box'), nonce);
  cipher.setAAD(Buffer.from(`${table}.${column}.${rowId}`));
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const sealed = `v1.${Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString('base64url')}`;
  await world.postgres.pool.query(`update ${table} set ${column} = $1 where ${key} = $2`, [sealed, rowId]);
}
