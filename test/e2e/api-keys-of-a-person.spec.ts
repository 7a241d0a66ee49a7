import { MAX_API_KEYS } from '../../src/modules/api-keys/api-key.ts';
import { KeyUses } from '../../src/modules/api-keys/key-uses.ts';
import { newKey, newKeyText } from '../../src/modules/api-keys/key-text.ts';
import { PERMISSIONS } from '../../src/platform/http/permissions.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { routesOf } from '../support/app-routes.ts';
import { Ids } from '../../src/shared/ids.ts';
import { World } from '../support/world.ts';
import { DAY_MS, type Key, keyCalls } from './key-calls.ts';

const SOME_ID = '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f';

let world: World;

beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

const { create, keyOf, rotate, revoke, list, ask } = keyCalls(() => world);

describe('the keys of a person', () => {
  it('are bounded, however concurrently they are made; a revoked one makes room', async () => {
    const person = await world.provedPerson();
    const answers = await Promise.all(Array.from({ length: MAX_API_KEYS + 5 }, () => create(person)));
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(MAX_API_KEYS);
    expect(await create(person)).toMatchObject({ status: 422, body: { code: 'api_key_limit_reached' } });
    await revoke(person, made[0]?.body.id ?? '');
    expect((await create(person)).status).toBe(201);
  });

  it('are for who has proved their address: nobody waits with one for the owner of theirs', async () => {
    const person = await world.person();
    expect(await create(person)).toMatchObject({ status: 409, body: { code: 'email_unproved' } });
    await world.prove(person);
    expect((await create(person)).status).toBe(201);
  });

  it('come in pages, newest first', async () => {
    const person = await world.provedPerson();
    const ids = [await keyOf(person, 'me:read'), await keyOf(person, 'me:read'), await keyOf(person, 'me:read')].map(
      ({ id }) => id,
    );
    const page = (query: string) =>
      world.call<{ data: Key[]; nextCursor: string }>('GET', `/api-keys?limit=2${query}`, person);
    const { body: first } = await page('');
    const { body: second } = await page(`&cursor=${first.nextCursor}`);
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids.reverse());
  });

  it('say when they were last used, by one write a minute and not one a request', async () => {
    const person = await world.provedPerson();
    const uses = world.app.get(KeyUses);
    const { key, id } = await keyOf(person, 'wallets:read');
    await uses.write();
    const first = world.clock.now().toISOString();
    await Promise.all(Array.from({ length: 20 }, () => ask(key)));
    await uses.write();
    expect((await list(person))[0]?.lastUsedAt).toBe(first);
    world.clock.advance(59_000);
    await ask(key);
    expect(await uses.write()).toBe(0);
    world.clock.advance(1_000);
    await ask(key);
    await uses.write();
    expect((await list(person))[0]?.lastUsedAt).toBe(world.clock.now().toISOString());
    await ask(newKeyText(id).text);
    expect(await uses.write()).toBe(0);
  });

  it('are forgotten when they have been over for long, and not before', async () => {
    const person = await world.provedPerson();
    const [gone, kept] = [await keyOf(person, 'me:read'), await keyOf(person, 'me:read')];
    await revoke(person, gone.id);
    const sweep = async () => {
      await world.app.get(Jobs).runNow('api-key-cleanup');
      return (await list({ ...person, token: world.tokenOf(person.id) })).map(({ id }) => id);
    };
    expect(await sweep()).toEqual([kept.id, gone.id]);
    world.clock.advance(89 * DAY_MS);
    expect(await sweep()).toEqual([kept.id, gone.id]);
    world.clock.advance(2 * DAY_MS);
    expect(await sweep()).toEqual([kept.id]);
  });

  it('announce what became of them, and never a secret', async () => {
    const person = await world.provedPerson();
    const { id, key } = await keyOf(person, 'me:read');
    await rotate(person, id, 0);
    await revoke(person, id);
    const rows = await world.postgres.prisma.outboxEvent.findMany({
      where: { aggregateId: id },
      orderBy: { id: 'asc' },
    });
    expect(rows.map(({ type }) => type)).toEqual(['api_key.created', 'api_key.rotated', 'api_key.revoked']);
    expect(JSON.stringify(rows.map(({ payload }) => payload))).not.toContain(key.slice(36, 86));
  });
});

describe('over all routes', () => {
  const answersTo = async (key: string): Promise<Map<string, string>> => {
    const answers = new Map<string, string>();
    for (const { method, path, isPublic, inPerson } of routesOf(world.app.app)) {
      if (isPublic) continue;
      const url = path.replaceAll(/:\w+/g, SOME_ID);
      const { status, body } = await ask(key, url, method, method === 'GET' ? undefined : {});
      answers.set(`${method} ${path}${inPerson ? ' in person' : ''}`, `${status} ${String(body['code'])}`);
    }
    return answers;
  };

  it('a key that may everything does nothing that is done in person, and all else', async () => {
    const admin = await world.provedPerson(['admin']);
    const { key } = await keyOf(admin, ...Object.keys(PERMISSIONS));
    const answers = await answersTo(key);
    const refused = [...answers].filter(([, answer]) => answer === '403 api_key_not_accepted').map(([route]) => route);
    expect(refused).toEqual([...answers.keys()].filter((route) => route.endsWith(' in person')));
    expect(refused.length).toBeGreaterThan(10);
    expect([...answers].filter(([, answer]) => answer.startsWith('401'))).toEqual([]);
  });

  it('a key without the scope does nothing, whatever its owner may', async () => {
    const admin = await world.provedPerson(['admin']);
    const answers = await answersTo((await keyOf(admin, 'idempotency:read')).key);
    const open = [...answers].filter(([, answer]) => answer !== '403 forbidden').map(([route]) => route);
    expect(open).toEqual(['GET /idempotency-keys/:key']);
  });
});

describe('what a key costs', () => {
  it('is no round trip to a store for the requests of a key that was seen a moment ago', async () => {
    const person = await world.provedPerson();
    const { key } = await keyOf(person, 'wallets:read');
    await ask(key);
    const asked = jest.spyOn(world.postgres, 'query');
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(key, '/transfers')));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(403));
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
  });

  it('counts against the limits of its owner, beside their tokens and other keys', async () => {
    const strict = await World.open({ RATE_LIMIT_SCALE: '1' });
    try {
      const person = await strict.provedPerson();
      const remaining = async (headers: Record<string, string>) => {
        const { headers: answered } = await strict.call('GET', '/wallets', undefined, { headers });
        return Number(
          /remaining=(\d+)|r=(\d+)/
            .exec(answered.get('ratelimit') ?? '')
            ?.slice(1)
            .find(Boolean),
        );
      };
      const make = async () =>
        (await strict.call<Key>('POST', '/api-keys', person, { body: { name: 'k', permissions: ['wallets:read'] } }))
          .body.key;
      const [one, other] = [await make(), await make()];
      const first = await remaining({ authorization: `Bearer ${person.token}` });
      expect(await remaining({ 'x-api-key': one })).toBe(first - 1);
      expect(await remaining({ 'x-api-key': other })).toBe(first - 2);
    } finally {
      await strict.close();
    }
  });

  it('is counted by address when it is made up, before a store is asked', async () => {
    const strict = await World.open({ RATE_LIMIT_SCALE: '1' });
    try {
      const ids = new Ids();
      const flood = async (count: number) => {
        const codes: unknown[] = [];
        for (let n = 0; n < count; n += 1) {
          const headers = { 'x-api-key': newKey(ids).text };
          codes.push((await strict.call('GET', '/me', undefined, { headers })).body['code']);
        }
        return new Set(codes);
      };
      expect(await flood(600)).toEqual(new Set(['invalid_api_key']));
      const asked = jest.spyOn(strict.postgres, 'query');
      expect(await flood(10)).toEqual(new Set(['rate_limited']));
      expect(asked).not.toHaveBeenCalled();
    } finally {
      await strict.close();
    }
  });
});
