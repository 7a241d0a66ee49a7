import { createPrivateKey } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  byAlgorithm,
  byClaims,
  byKey,
  byShape,
  bySignature,
  type Material,
  partsOf,
  tokenBy,
} from '../support/forgeries.ts';
import { Stage } from '../support/stage.ts';
import { type Person, transferWish, World } from '../support/world.ts';

const UNKNOWN = new Set<unknown>(['invalid_token', 'unauthenticated']);
/** At least so many, of whatever family. */
const ENOUGH = 120;

describe('a forged access token', () => {
  let world: World;
  let theirs: Server;
  let fetched: string[];
  let material: Material;
  let admin: Person;

  beforeAll(async () => {
    world = await World.open();
    fetched = [];
    theirs = createServer((request, response) => {
      fetched.push(request.url ?? '');
      response.end('{"keys":[]}');
    });
    await new Promise<void>((resolve) => theirs.listen(0, '127.0.0.1', resolve));
    admin = await world.person(['admin']);
    const { refreshToken } = await new Stage(world).account();
    material = {
      ...{ token: admin.token, key: createPrivateKey(world.app.environment['JWT_PRIVATE_KEY'] ?? '') },
      ...{ url: `http://127.0.0.1:${(theirs.address() as AddressInfo).port}` },
      ...{ victim: (await world.person()).id, refreshToken },
    };
  });
  afterAll(async () => {
    await world.close();
    await new Promise((resolve) => theirs.close(resolve));
  });

  const families: Readonly<Record<string, (nowSeconds: number) => Record<string, string>>> = {
    'that says how it is to be checked': () => byAlgorithm(material),
    'that brings a key': () => byKey(material),
    'whose signature is not good': () => bySignature(material),
    'that is no token': () => byShape(material),
    'of our own key that is no access token of now': (now) => byClaims(material, now),
  };
  const now = (): number => Math.floor(world.clock.now().getTime() / 1_000);
  const asked = (token: string) => world.call('GET', '/me', { id: '', token });

  it('is unlike a good one, which is accepted, also when it was made as the forged ones are', async () => {
    const { header, claims } = partsOf(material.token);
    expect((await asked(material.token)).status).toBe(200);
    expect((await asked(tokenBy(material.key, header, claims))).status).toBe(200);
    expect((await asked(tokenBy(material.key, header, { ...claims, iat: now() + 30 }))).status).toBe(200);
  });

  it.each(Object.keys(families))('%s is refused everywhere, and does nothing', async (family) => {
    const { from, to } = await world.pair();
    const accepted: string[] = [];
    for (const [what, token] of Object.entries(families[family]?.(now()) ?? {})) {
      const forger = { id: '', token };
      const answers = [
        await asked(token),
        await world.call('GET', '/admin/users', forger),
        await world.post('/transfers', forger, transferWish({ from, to })),
      ];
      const fine = answers.every(({ status, body }) => status === 401 && UNKNOWN.has(body['code']));
      if (!fine)
        accepted.push(`${what}: ${answers.map(({ status, body }) => `${status} ${String(body['code'])}`).join()}`);
    }
    expect(accepted).toEqual([]);
    expect(await world.postgres.prisma.ledgerTransfer.count({ where: { kind: 'transfer' } })).toBe(0);
    await world.expectSound();
  });

  it('is refused after the good one it was made of was seen, and however often it comes', async () => {
    await asked(material.token);
    const { 'another role in the claims': forged = '' } = bySignature(material);
    const answers = await Promise.all(Array.from({ length: 20 }, () => asked(forged)));
    expect(answers.filter(({ status }) => status !== 401)).toEqual([]);
  });

  it('comes in more than enough ways, and none makes us fetch a key', () => {
    const all = Object.values(families).flatMap((family) => Object.keys(family(now())));
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(ENOUGH);
    expect(fetched).toEqual([]);
  });

  it('is no better where tokens are not looked for', async () => {
    const places: readonly [string, string, Record<string, string>][] = [
      ['the query', `/me?access_token=${material.token}`, {}],
      ['a cookie', '/me', { cookie: `access_token=${material.token}` }],
      ['another header', '/me', { 'x-access-token': material.token }],
      ['another scheme', '/me', { authorization: `JWT ${material.token}` }],
      ['no scheme', '/me', { authorization: material.token }],
      ['basic credentials', '/me', { authorization: `Basic ${Buffer.from(material.token).toString('base64')}` }],
      ['who a proxy says it is', '/me', { 'x-user-id': admin.id, 'x-forwarded-user': admin.id }],
    ];
    const found: string[] = [];
    for (const [place, path, headers] of places) {
      const { status } = await world.call('GET', path, undefined, { headers });
      if (status !== 401) found.push(`${place}: ${status}`);
    }
    expect(found).toEqual([]);
  });
});
