import { randomUUID } from 'node:crypto';
import { Spending } from '../../src/modules/risk/index.ts';
import { NO_LIMITS, Windows } from '../../src/modules/risk/windows.repository.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { RiskWorld } from '../support/risk-world.ts';
import type { TestResponse } from '../support/http-client.ts';
import { type Body, transferWish } from '../support/world.ts';
import { eventually, within } from './eventually.ts';
import { TcpProxy } from './tcp-proxy.ts';

/** Nobody waits long for what may not be known: the decision's own deadline, and less than DynamoDB's client gives up after. */
const ANSWER_DEADLINE_MS = 8_000;
const RECOVERY_DEADLINE_MS = 30_000;
const TEST_DEADLINE_MS = 120_000;

describe('risk without DynamoDB', () => {
  let proxy: TcpProxy;
  let world: RiskWorld;

  beforeAll(async () => {
    proxy = await TcpProxy.start(process.env['DYNAMODB_ENDPOINT'] ?? '');
    world = await RiskWorld.open({ DYNAMODB_ENDPOINT: proxy.url, RISK_DEADLINE_MS: '2000' });
  }, TEST_DEADLINE_MS);
  beforeEach(async () => {
    proxy.open();
    await world.retireAll();
    await eventually('what was before is read again', RECOVERY_DEADLINE_MS, isRead);
    await world.set('risk.daily_amount', null);
  });
  afterEach(() => world.expectSound());
  afterAll(async () => {
    proxy.open();
    await world.close();
    await proxy.close();
  }, TEST_DEADLINE_MS);

  const isRead = async (): Promise<boolean> => {
    const signal = { id: randomUUID(), subject: 'transfer', parts: [], atMs: 0 } as const;
    return (await world.app.get(Windows).reserve(randomUUID(), signal, NO_LIMITS)).state === 'reserved';
  };
  const send = (
    from: Parameters<RiskWorld['send']>[0],
    wallets: { from: string; to: string },
    amount: number,
  ): Promise<TestResponse<Body>> => within(ANSWER_DEADLINE_MS, 'an answer', world.send(from, wallets, amount));

  for (const how of ['cut', 'silence'] as const) {
    it(`that is ${how === 'cut' ? 'cut off' : 'silent'}: lets pass what open rules ask of the past, and not what closed ones do`, async () => {
      const { alice, from, to } = await world.pair(10_000);
      const often = { count: { withinSeconds: 60, atLeast: 1 } };
      const open = await world.live(often);
      expect((await send(alice, { from, to }, 1)).status).toBe(422);
      proxy[how]();
      expect((await send(alice, { from, to }, 1)).status).toBe(201);
      await world.move(open, 'retire');
      await world.live(often, { whenUnknown: 'closed' });
      expect(await send(alice, { from, to }, 1)).toMatchObject({ status: 422, body: { code: 'risk_blocked' } });
      proxy.open();
    });
  }

  it('decides by amounts and lists as before', async () => {
    const { alice, from, to } = await world.pair(10_000);
    const { analyst } = await world.staff();
    await world.live({ amount: { atLeast: { INR: 500 } } });
    proxy.cut();
    expect((await send(alice, { from, to }, 499)).status).toBe(201);
    expect((await send(alice, { from, to }, 500)).status).toBe(422);
    const body = { kind: 'payee', value: to, effect: 'block', reason: 'Because' };
    expect((await world.call('POST', '/admin/risk/listings', analyst, { body })).status).toBe(201);
    expect((await send(alice, { from, to }, 1)).status).toBe(422);
  });

  it('passes no limit unseen, unless operators say so, and is exact again when it is back', async () => {
    const { alice, from, to } = await world.pair(10_000);
    await world.set('risk.daily_amount', { INR: 1_000 });
    expect((await send(alice, { from, to }, 400)).status).toBe(201);
    proxy.cut();
    expect(await send(alice, { from, to }, 1)).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
    await world.set('risk.limits_when_unknown', 'open');
    expect((await send(alice, { from, to }, 1)).status).toBe(201);
    await world.set('risk.limits_when_unknown', null);
    proxy.open();
    await eventually('limits are seen again', RECOVERY_DEADLINE_MS, async () => {
      return (await send(alice, { from, to }, 700)).body['code'] === 'spending_limit_reached';
    });
    // What was reserved while nobody answered, and not posted, is found when there is no room.
    world.clock.advance(60_000);
    expect((await send(alice, { from, to }, 599)).status).toBe(201);
  });

  it('that answers nobody: what was refused for it is not written down behind the refusal', async () => {
    const { alice, from, to } = await world.pair(10_000);
    await world.set('risk.daily_amount', { INR: 1_000 });
    proxy.silence();
    expect(await send(alice, { from, to }, 1_000)).toMatchObject({ status: 503 });
    proxy.open();
    await eventually('what was before is read again', RECOVERY_DEADLINE_MS, isRead);
    for (let times = 0; times < 100; times += 1) expect(await world.windowOf(alice)).toEqual({});
    expect((await send(alice, { from, to }, 1_000)).status).toBe(201);
  });

  it('that was away when something was to be given back, or whose answer was lost: gives it back later', async () => {
    const { alice, to } = await world.pair();
    const [windows, spending] = [world.app.get(Windows), world.app.get(Spending)];
    const atMs = world.clock.now().getTime();
    for (const isSure of [true, false]) {
      // Of many: the ledger cannot be asked for it.
      const part = { id: '', currency: 'INR', amount: 900n, payee: to };
      const signal = { id: randomUUID(), subject: 'transfer', parts: [part], atMs } as const;
      expect((await windows.reserve(alice.id, signal, NO_LIMITS)).state).toBe('reserved');
      if (isSure) proxy.cut();
      await spending.giveBack(alice.id, signal, new Set(), isSure);
      proxy.open();
      await eventually('it is given back', RECOVERY_DEADLINE_MS, async () => {
        return !Object.hasOwn(await world.windowOf(alice), `s:${signal.id}`);
      });
    }
  });

  it('leaves what was promised for the next run where a limit cannot be asked, and it is made and counted once it is back', async () => {
    const { alice, from, to } = await world.pair(10_000);
    await world.set('risk.daily_amount', { INR: 1_000 });
    const scheduledFor = new Date(world.clock.now().getTime() + 60_000).toISOString();
    const wish = { ...transferWish({ from, to }, { amount: 900 }), scheduledFor };
    const { body: promise } = await world.post<{ id: string }>('/transfers/scheduled', alice, wish);
    world.clock.advance(60_000);
    const run = async (): Promise<string> => {
      const made = within(ANSWER_DEADLINE_MS, 'a run', world.app.get(Jobs).runNow('execute-scheduled-transfers'));
      return (await made).status;
    };
    const status = async (): Promise<unknown> =>
      (await world.call('GET', `/transfers/scheduled/${promise.id}`, alice)).body['status'];
    proxy.cut();
    expect([await run(), await status()]).toEqual(['failed', 'scheduled']);
    proxy.open();
    await eventually('it is made', RECOVERY_DEADLINE_MS, async () => {
      await run();
      return (await status()) === 'posted';
    });
    expect((await send(alice, { from, to }, 101)).body['code']).toBe('spending_limit_reached');
    expect((await send(alice, { from, to }, 100)).status).toBe(201);
  });

  it('is not asked where nothing in force looks at a movement', async () => {
    const { alice, from, to } = await world.pair(10_000);
    proxy.silence();
    const before = proxy.swallowed;
    const transfers = Array.from({ length: 20 }, () => transferWish({ from, to }, { amount: 1 }));
    const answers = await within(
      ANSWER_DEADLINE_MS,
      'all',
      Promise.all(transfers.map((wish) => world.post('/transfers', alice, wish))),
    );
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(proxy.swallowed).toBe(before);
  });
});
