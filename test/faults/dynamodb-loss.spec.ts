import { randomUUID } from 'node:crypto';
import { DeleteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { type Answer, OrderWorld, type Person, type Treat } from '../e2e/order-world.ts';
import { eventually, within } from './eventually.ts';
import { TcpProxy } from './tcp-proxy.ts';

const ANSWER_DEADLINE_MS = 10_000;
/** Three tries of three seconds each, and what lies between them. */
const SILENCE_DEADLINE_MS = 20_000;
const RECOVERY_DEADLINE_MS = 30_000;
const LEASE_MS = 30_000;
const TEST_DEADLINE_MS = 120_000;
const COMPLETION = 'DynamoDB_20120810.UpdateItem';

interface Money {
  readonly path: string;
  readonly person: Person;
  readonly body?: unknown;
  readonly status: number;
}

describe('an application that loses DynamoDB', () => {
  let proxy: TcpProxy;
  let world: OrderWorld;
  let treat: Treat;
  let paymentMethodId: string;

  beforeAll(async () => {
    proxy = await TcpProxy.start(process.env['DYNAMODB_ENDPOINT'] ?? '');
    world = await OrderWorld.open({ DYNAMODB_ENDPOINT: proxy.url });
    treat = await world.treat({ funds: 1_000_000 });
    const card = world.call('POST', '/payment-methods', treat.buyer, { body: { type: 'card', token: 'sandbox_visa' } });
    paymentMethodId = (await world.expect(201, card)).body['id'] as string;
  }, TEST_DEADLINE_MS);

  afterAll(async () => {
    proxy?.open();
    await world?.close();
    await proxy?.close();
  }, TEST_DEADLINE_MS);

  beforeEach(async () => {
    proxy.open();
    await readiness(200, 'ok');
  });

  afterEach(() => world.expectSound());

  const send = (money: Money, key: string, deadlineMs = ANSWER_DEADLINE_MS): Promise<Answer> => {
    const { path, person, body } = money;
    return within(deadlineMs, path, world.call('POST', path, person, { body, key }));
  };

  async function readiness(status: number, word: string): Promise<void> {
    await eventually(`readiness is ${word}`, RECOVERY_DEADLINE_MS, async () => {
      const answer = await within(ANSWER_DEADLINE_MS, 'readiness', world.call('GET', '/health/ready'));
      return answer.status === status && answer.body['status'] === word;
    });
  }

  /** Everything that money can move in PostgreSQL. */
  async function everything(): Promise<unknown> {
    const { prisma } = world.app.get(Postgres);
    const [orders, payments, charges, accounts] = await Promise.all([
      world.footprint(),
      prisma.payment.count(),
      prisma.sandboxCharge.count(),
      prisma.ledgerAccount.findMany({ select: { id: true, version: true, posted: true }, orderBy: { id: 'asc' } }),
    ]);
    return { orders, payments, charges, accounts, claims: await prisma.idempotencyClaim.count() };
  }

  const KEPT_IN_DYNAMODB: Readonly<Record<string, () => Promise<Money>>> = {
    'POST /orders': async () => ({ path: '/orders', person: treat.buyer, body: treat.body, status: 201 }),
    'POST /payments': async () => {
      const body = { walletId: treat.walletId, amount: 700, currency: 'INR', paymentMethodId };
      return { path: '/payments', person: treat.buyer, body, status: 201 };
    },
    'POST /redemptions/{id}/confirm': async () => {
      const { redemptionId } = await world.scanned(treat);
      return { path: `/redemptions/${redemptionId}/confirm`, person: treat.bar.bartender, status: 200 };
    },
  };
  const routes = Object.keys(KEPT_IN_DYNAMODB);
  const prepare = (route: string): Promise<Money> => (KEPT_IN_DYNAMODB[route] as () => Promise<Money>)();

  it.each(routes)('answers %s with store_unavailable and does nothing, until it is back', async (route) => {
    const [money, key] = [await prepare(route), randomUUID()];
    const before = await everything();
    proxy.cut();
    for (const answer of [await send(money, key), await send(money, key)]) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
      expect(answer.headers.get('retry-after')).not.toBeNull();
    }
    expect(await everything()).toEqual(before);
    proxy.open();
    expect((await send(money, key)).status).toBe(money.status);
  });

  it(
    'answers with store_unavailable and does nothing, when it swallows every request without a word',
    async () => {
      const [money, key] = [await prepare('POST /orders'), randomUUID()];
      const before = await everything();
      proxy.silence();
      const answer = await send(money, key, SILENCE_DEADLINE_MS);
      expect(answer).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
      expect(await everything()).toEqual(before);
      proxy.open();
      expect((await send(money, key)).status).toBe(201);
    },
    TEST_DEADLINE_MS,
  );

  it('still makes transfers and holds, once a key, whose keys are kept in PostgreSQL', async () => {
    const recipientWallet = await world.wallet(treat.recipient, 0);
    const [from, { buyer }] = [treat.walletId, treat];
    proxy.cut();
    const transfer = { fromWalletId: from, toWalletId: recipientWallet, amount: 5, currency: 'INR' };
    const hold = { walletId: from, amount: 5, currency: 'INR', expiresInSeconds: 600 };
    for (const [path, body] of Object.entries({ '/transfers': transfer, '/holds': hold })) {
      const [money, key] = [{ path, person: buyer, body, status: 201 }, randomUUID()];
      const [first, again] = [await send(money, key), await send(money, key)];
      expect([first.status, again.status]).toEqual([201, 201]);
      expect(again.body['id']).toBe(first.body['id']);
    }
    expect(proxy.isOpen).toBe(false);
  });

  it.each(routes)('does %s once when it is lost after the effect and before the answer is kept', async (route) => {
    const [money, key] = [await prepare(route), randomUUID()];
    proxy.cutAt(COMPLETION);
    const first = await send(money, key);
    expect(first.status).toBe(money.status);
    expect(proxy.isOpen).toBe(false);
    const after = await everything();

    expect((await send(money, key)).status).toBe(503);
    proxy.open();
    expect(await send(money, key)).toMatchObject({ status: 409, body: { code: 'request_in_progress' } });
    world.clock.advance(LEASE_MS + 1);
    expectSame(await send(money, key), first);
    expect(await everything()).toEqual(after);
  });

  it.each(routes)('does %s once when its record is lost', async (route) => {
    const [money, key] = [await prepare(route), randomUUID()];
    const first = await send(money, key);
    expect(first.status).toBe(money.status);
    const after = await everything();
    expect(await forgetEveryRecord()).toBeGreaterThan(0);
    expectSame(await send(money, key), first);
    expect(await everything()).toEqual(after);
  });

  it('still knows a key that comes with another content when its record is lost', async () => {
    const [money, key] = [await prepare('POST /orders'), randomUUID()];
    expect((await send(money, key)).status).toBe(201);
    const after = await everything();
    expect(await forgetEveryRecord()).toBeGreaterThan(0);
    const other = { ...money, body: { ...treat.body, message: 'another' } };
    expect(await send(other, key)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    expect(await everything()).toEqual(after);
  });

  it(
    'is not ready while it is away, and comes back by itself under load',
    async () => {
      const money = await prepare('POST /orders');
      const keys = Array.from({ length: 40 }, () => randomUUID());
      const before = await orders();
      let away = 0;
      const deliver = (key: string): Promise<void> =>
        eventually('the order is placed', TEST_DEADLINE_MS, async () => {
          const { status, body } = await send(money, key);
          if (status === 201) return true;
          away += 1;
          expect([503, 409]).toContain(status);
          if (body['code'] === 'request_in_progress') world.clock.advance(LEASE_MS + 1);
          return false;
        });
      const placed = Promise.all(keys.map(deliver));
      proxy.cut();
      await readiness(503, 'error');
      proxy.open();
      await placed;
      await readiness(200, 'ok');
      expect(away).toBeGreaterThan(0);
      expect((await orders()) - before).toBe(keys.length);
    },
    TEST_DEADLINE_MS,
  );

  const orders = (): Promise<number> => world.app.get(Postgres).prisma.order.count();

  function expectSame(again: Answer, first: Answer): void {
    expect(again.status).toBe(first.status);
    expect(again.body).toEqual(first.body);
  }

  async function forgetEveryRecord(): Promise<number> {
    const dynamo = world.app.get(DynamoDb);
    const TableName = dynamo.table('idempotency');
    const scan = new ScanCommand({ TableName, ConsistentRead: true });
    const scopes = ((await dynamo.document.send(scan)).Items ?? []).map(({ scope }) => scope as string);
    for (const scope of scopes) await dynamo.document.send(new DeleteCommand({ TableName, Key: { scope } }));
    expect((await dynamo.document.send(scan)).Items).toEqual([]);
    return scopes.length;
  }
});
