import { GrantRoles } from '../../src/modules/access/index.ts';
import { newKey, newKeyText } from '../../src/modules/api-keys/key-text.ts';
import { Ids } from '../../src/shared/ids.ts';
import { type Person, transferWish, World } from '../support/world.ts';
import { DAY_MS, keyCalls } from './key-calls.ts';

const INVALID = { status: 401, body: { code: 'invalid_api_key' } };

let world: World;

beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

const { create, keyOf, rotate, revoke, list, ask } = keyCalls(() => world);
const grant = (person: Person, ...roles: readonly string[]) =>
  world.app.get(GrantRoles).execute({ userId: person.id, roles: () => roles });

describe('an API key', () => {
  it('is shown once, and lets a program in within its permissions', async () => {
    const person = await world.provedPerson();
    const { status, body } = await create(person, ['wallets:read', 'me:read']);
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'Payouts', status: 'active', version: 1, lastUsedAt: null });
    expect(body.key.startsWith(body.prefix)).toBe(true);
    expect((await ask(body.key)).status).toBe(200);
    expect((await ask(body.key, '/me')).body).toMatchObject({ id: person.id });
    expect(await ask(body.key, '/transfers')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const [listed] = await list(person);
    expect(listed).toEqual({ ...body, key: undefined });
    const rows = await world.postgres.prisma.$queryRaw`select to_jsonb(k)::text as row from api_key k`;
    expect(JSON.stringify(rows)).not.toContain(body.key.slice(36, 86));
  });

  it('moves money of its owner alone', async () => {
    const { alice, bob, from, to } = await world.pair();
    await world.prove(alice);
    const { key } = await keyOf(alice, 'transfers:write');
    expect((await ask(key, '/transfers', 'POST', transferWish({ from, to }))).status).toBe(201);
    const theirs = await ask(key, '/transfers', 'POST', transferWish({ from: to, to: from }));
    expect(theirs).toMatchObject({ status: 404 });
    expect((await world.walletBalances(bob, to)).balance).toBe(400);
    await world.expectSound();
  });

  it('has no permission that its owner does not have, now or later', async () => {
    const person = await world.provedPerson(['customer', 'auditor']);
    const { key } = await keyOf(person, 'ledger:read', 'wallets:read');
    expect((await ask(key, '/admin/ledger/trial-balance')).status).toBe(200);
    await grant(person, 'customer');
    expect((await ask(key, '/admin/ledger/trial-balance')).status).toBe(403);
    expect((await ask(key)).status).toBe(200);
    expect(await create(person, ['ledger:read'])).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    await grant(person, 'auditor');
    expect((await ask(key, '/admin/ledger/trial-balance')).status).toBe(200);
  });

  it('is over the moment that it is revoked, and stays so', async () => {
    const person = await world.provedPerson();
    const { id, key } = await keyOf(person, 'wallets:read');
    expect((await ask(key)).status).toBe(200);
    expect([(await revoke(person, id)).status, (await revoke(person, id)).status]).toEqual([204, 204]);
    expect(await ask(key)).toMatchObject(INVALID);
    expect(await rotate(person, id, 60)).toMatchObject({ status: 409, body: { code: 'api_key_not_active' } });
    expect(await list(person)).toMatchObject([{ id, status: 'revoked' }]);
  });

  it('is over at its time', async () => {
    const person = await world.provedPerson();
    const { body } = await create(person, ['wallets:read'], { expiresInDays: 1 });
    expect((await ask(body.key)).status).toBe(200);
    world.clock.advance(DAY_MS);
    expect(await ask(body.key)).toMatchObject(INVALID);
    const again = { ...person, token: world.tokenOf(person.id) };
    expect(await list(again)).toMatchObject([{ status: 'expired' }]);
    expect(await rotate(again, body.id, 0)).toMatchObject({ status: 409, body: { code: 'api_key_not_active' } });
  });

  it('follows its owner: suspended with them, and gone with them', async () => {
    const [person, admin] = [await world.provedPerson(), await world.provedPerson(['admin'])];
    const { key } = await keyOf(person, 'wallets:read');
    const set = (status: string) =>
      world.call('PATCH', `/admin/users/${person.id}/status`, admin, { body: { status, reason: 'A test' } });
    await set('suspended');
    expect(await ask(key)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await ask(newKeyText(await idOf(key)).text)).toMatchObject(INVALID);
    await set('active');
    expect((await ask(key)).status).toBe(200);
    expect((await world.call('DELETE', '/me', person)).status).toBe(204);
    expect(await ask(key)).toMatchObject(INVALID);
  });

  it('is nobody else’s to see, rotate or revoke', async () => {
    const [person, other] = [await world.provedPerson(), await world.provedPerson()];
    const { id, key } = await keyOf(person, 'wallets:read');
    expect(await rotate(other, id, 0)).toMatchObject({ status: 404 });
    expect(await revoke(other, id)).toMatchObject({ status: 404 });
    expect(await list(other)).toEqual([]);
    expect((await ask(key)).status).toBe(200);
  });

  it('is refused when it is made up, misspelled, another’s secret, or comes with a token', async () => {
    const person = await world.provedPerson();
    const [one, other] = [await keyOf(person, 'wallets:read'), await keyOf(person, 'wallets:read')];
    const mixed = newKeyText(one.id).text;
    for (const key of [
      '',
      'x',
      one.key.slice(0, -1),
      `${one.key}0`,
      mixed,
      newKey(new Ids()).text,
      `${one.key}, ${other.key}`,
    ])
      expect(await ask(key)).toMatchObject(INVALID);
    const both = { headers: { 'x-api-key': one.key } };
    expect(await world.call('GET', '/wallets', person, both)).toMatchObject({
      status: 400,
      body: { code: 'malformed_request' },
    });
    expect(
      (await world.call('GET', '/wallets', undefined, { headers: { authorization: `Bearer ${one.key}` } })).status,
    ).toBe(401);
  });

  it('is nothing to a public route', async () => {
    expect((await ask('x', '/health/live')).status).toBe(200);
    const body = { email: 'nobody@test.example', password: 'x' };
    expect(await ask('x', '/auth/login', 'POST', body)).toMatchObject({ body: { code: 'invalid_credentials' } });
  });
});

const idOf = async (key: string): Promise<string> => {
  const hex = key.slice(4, 36);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

describe('rotating a key', () => {
  it('gives another secret, and the old one its grace', async () => {
    const person = await world.provedPerson();
    const old = await keyOf(person, 'wallets:read');
    const { body: young, status } = await rotate(person, old.id, 60);
    expect([status, young.id, young.version, young.prefix]).toEqual([200, old.id, 2, old.prefix]);
    expect(young.oldSecretUntil).toBe(new Date(world.clock.now().getTime() + 60_000).toISOString());
    expect([(await ask(old.key)).status, (await ask(young.key)).status]).toEqual([200, 200]);
    world.clock.advance(60_000);
    expect(await ask(old.key)).toMatchObject(INVALID);
    expect((await ask(young.key)).status).toBe(200);
    expect(await list(person)).toMatchObject([{ oldSecretUntil: null }]);
  });

  it('ends the old secret at once when it is to have no grace, and the one before it in any case', async () => {
    const person = await world.provedPerson();
    const first = await keyOf(person, 'wallets:read');
    const { body: second } = await rotate(person, first.id, 3_600);
    const { body: third } = await rotate(person, first.id, 3_600);
    expect(await ask(first.key)).toMatchObject(INVALID);
    expect((await ask(second.key)).status).toBe(200);
    const { body: fourth } = await rotate(person, first.id, 0);
    expect([await ask(second.key), await ask(third.key)]).toMatchObject([INVALID, INVALID]);
    expect((await ask(fourth.key)).status).toBe(200);
  });

  it('happens once for one version, however concurrently it is asked for', async () => {
    const person = await world.provedPerson();
    const { id } = await keyOf(person, 'wallets:read');
    const tries = Array.from({ length: 5 }, () => rotate(person, id, 60, { 'if-match': '"1"' }));
    const answers = await Promise.all(tries);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
    const winner = answers.find(({ status }) => status === 200)?.body.key ?? '';
    expect((await ask(winner)).status).toBe(200);
  });

  it('leaves exactly the last two secrets working when several come at once', async () => {
    const person = await world.provedPerson();
    const { id } = await keyOf(person, 'wallets:read');
    const answers = await Promise.all(Array.from({ length: 5 }, () => rotate(person, id, 60)));
    const used = await Promise.all(answers.map(async ({ body }) => [body.version, (await ask(body.key)).status]));
    expect(used.sort()).toEqual([
      ...[2, 3, 4].map((version) => [version, 401]),
      ...[5, 6].map((version) => [version, 200]),
    ]);
  });
});
