import { randomUUID } from 'node:crypto';
import { ExchangeWorld, RATE, type Trader } from '../support/exchange-world.ts';
import type { Body } from '../support/world.ts';

interface ExchangeList {
  readonly data: readonly Body[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
}

describe('exchanges', () => {
  let world: ExchangeWorld;
  let trader: Trader;
  beforeAll(async () => {
    world = await ExchangeWorld.open();
  });
  beforeEach(async () => {
    await world.rate('USD-INR', RATE);
    trader = await world.trader();
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  const wish = (quoteId: string, more: Body = {}) => ({
    ...{ quoteId, fromWalletId: trader.from, toWalletId: trader.to },
    ...more,
  });
  const make = (body: Body, key?: string) => world.post('/fx/exchanges', trader, body, key);
  const read = (id: unknown, reader = trader) => world.call('GET', `/fx/exchanges/${String(id)}`, reader);

  async function expectNothingMoved(): Promise<void> {
    expect(await world.balances(trader)).toEqual([1_000_000, 0]);
  }

  describe('POST /fx/exchanges', () => {
    it('moves both amounts of the quote, and says what it did', async () => {
      const quote = (await world.quote(trader)).body;
      const before = await world.positions();
      world.clock.advance(29_999);
      const { status, body } = await make(wish(String(quote['id'])));
      expect(status).toBe(201);
      expect(body).toMatchObject({
        quote: { ...quote, status: 'used' },
        ...{ fromWalletId: trader.from, toWalletId: trader.to, createdAt: world.clock.now().toISOString() },
      });
      expect(await world.balances(trader)).toEqual([167_500, 9_950]);
      expect(await world.positions()).toEqual({
        INR: (before['INR'] ?? 0) - 832_500,
        USD: (before['USD'] ?? 0) + 9_950,
      });
      expect(await read(body['id'])).toMatchObject({ status: 200, body });
      expect((await world.call('GET', `/fx/quotes/${String(quote['id'])}`, trader)).body['status']).toBe('used');
    });

    it('makes two transfers of one linked set, which name the exchange', async () => {
      const { body } = await make(wish(await world.quoteId(trader)));
      const { rows } = await world.owner.query<{ kind: string; amount: string; link: string }>(
        `select kind, amount, link_id as link, reference from ledger_transfer where id = any($1) order by kind`,
        [[body['sellTransferId'], body['buyTransferId']]],
      );
      expect(rows).toEqual([
        { kind: 'fx-buy', amount: '9950', link: body['id'], reference: body['id'] },
        { kind: 'fx-sell', amount: '832500', link: body['id'], reference: body['id'] },
      ]);
      const sold = await world.call('GET', `/transfers/${String(body['sellTransferId'])}`, trader);
      expect(sold).toMatchObject({ status: 200, body: { kind: 'fx-sell', amount: 832_500, reference: body['id'] } });
    });

    it('announces it', async () => {
      const { body } = await make(wish(await world.quoteId(trader)));
      const { rows } = await world.owner.query<{ payload: Body }>(
        `select payload from outbox_event where type = 'exchange.completed' and aggregate_id = $1`,
        [body['id']],
      );
      expect(rows).toMatchObject([
        { payload: { exchangeId: body['id'], userId: trader.id, sellAmount: 832_500, buyAmount: 9_950 } },
      ]);
    });

    it('is done once for one key, also when the quote is over by then', async () => {
      const [body, key] = [wish(await world.quoteId(trader)), randomUUID()];
      const first = await make(body, key);
      world.clock.advance(30_000);
      const again = await make(body, key);
      expect([again.status, again.body]).toEqual([201, first.body]);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(await world.balances(trader)).toEqual([167_500, 9_950]);
      expect(await make({ ...body, toWalletId: trader.from }, key)).toMatchObject({
        status: 422,
        body: { code: 'idempotency_key_reused' },
      });
    });

    it('needs a key', async () => {
      const body = wish(await world.quoteId(trader));
      expect(await world.call('POST', '/fx/exchanges', trader, { body })).toMatchObject({
        status: 400,
        body: { code: 'idempotency_key_required' },
      });
      await expectNothingMoved();
    });

    it('refuses a quote exactly at its time', async () => {
      const quoteId = await world.quoteId(trader);
      world.clock.advance(30_000);
      expect(await make(wish(quoteId))).toMatchObject({ status: 422, body: { code: 'quote_expired' } });
      await expectNothingMoved();
    });

    it('refuses a quote that was used, and moves nothing more', async () => {
      const quoteId = await world.quoteId(trader, { sellAmount: 100_000 });
      expect((await make(wish(quoteId))).status).toBe(201);
      const after = await world.balances(trader);
      expect(await make(wish(quoteId))).toMatchObject({ status: 409, body: { code: 'quote_used' } });
      expect(await world.balances(trader)).toEqual(after);
    });

    it("knows nobody else's quote", async () => {
      const quoteId = await world.quoteId(await world.person());
      expect(await make(wish(quoteId))).toMatchObject({ status: 404, body: { code: 'not_found' } });
      await expectNothingMoved();
    });

    it.each(['fromWalletId', 'toWalletId'])("knows nobody else's wallet as %s", async (field) => {
      const [other, quoteId] = [await world.trader(), await world.quoteId(trader)];
      const theirs = field === 'fromWalletId' ? other.from : other.to;
      expect(await make(wish(quoteId, { [field]: theirs }))).toMatchObject({ status: 404 });
      await expectNothingMoved();
      expect((await make(wish(quoteId))).status).toBe(201);
    });

    it('refuses wallets of other currencies than the quote, and leaves it open', async () => {
      const quoteId = await world.quoteId(trader);
      const yen = await world.wallet(trader, 0, 'JPY');
      const wrong = [{ toWalletId: yen }, { toWalletId: trader.from }, { fromWalletId: trader.to }];
      for (const more of [...wrong, { fromWalletId: trader.to, toWalletId: trader.from }]) {
        expect(await make(wish(quoteId, more))).toMatchObject({ status: 422, body: { code: 'currency_mismatch' } });
      }
      await expectNothingMoved();
      expect((await make(wish(quoteId))).status).toBe(201);
    });

    it('refuses more than the wallet has, and leaves the quote open', async () => {
      const quoteId = await world.quoteId(trader, { sellAmount: 1_000_001 });
      expect(await make(wish(quoteId))).toMatchObject({ status: 422, body: { code: 'insufficient_funds' } });
      await expectNothingMoved();
      expect((await world.call('GET', `/fx/quotes/${quoteId}`, trader)).body['status']).toBe('open');
    });

    it('refuses a wallet that is closed', async () => {
      const quoteId = await world.quoteId(trader);
      await world.post(`/wallets/${trader.to}/close`, trader, undefined);
      expect(await make(wish(quoteId))).toMatchObject({ status: 422, body: { code: 'wallet_closed' } });
      await expectNothingMoved();
    });

    it('cannot be sent back like a transfer', async () => {
      const { body } = await make(wish(await world.quoteId(trader)));
      const path = `/transfers/${String(body['buyTransferId'])}/reverse`;
      expect(await world.post(path, trader, { reason: 'No' })).toMatchObject({ status: 403 });
    });

    it('needs the permission', async () => {
      const auditor = await world.person(['auditor']);
      const answers = [
        await world.post('/fx/exchanges', auditor, wish(await world.quoteId(trader))),
        await world.call('GET', '/fx/exchanges', auditor),
        await world.call('GET', `/fx/exchanges/${randomUUID()}`, auditor),
      ];
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    });
  });

  describe('GET /fx/exchanges', () => {
    it("has one's own, newest first, page by page", async () => {
      const made: unknown[] = [];
      for (let times = 0; times < 5; times += 1) {
        made.push((await make(wish(await world.quoteId(trader, { sellAmount: 10_000 })))).body['id']);
      }
      const list = async (query: string, reader = trader) =>
        world.call<ExchangeList>('GET', `/fx/exchanges?${query}`, reader);
      const first = (await list('limit=3')).body;
      const second = (await list(`limit=3&cursor=${first.nextCursor}`)).body;
      expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(made.reverse());
      expect([first.hasMore, second.hasMore, second.nextCursor]).toEqual([true, false, null]);
      const other = await world.trader();
      expect((await list('limit=3', other)).body.data).toEqual([]);
      expect(await list(`limit=3&cursor=${first.nextCursor}`, other)).toMatchObject({ status: 400 });
    });
  });

  describe('GET /fx/exchanges/:id', () => {
    it("does not show somebody else's", async () => {
      const { body } = await make(wish(await world.quoteId(trader)));
      expect(await read(body['id'], await world.trader())).toMatchObject({ status: 404 });
      expect(await read(randomUUID())).toMatchObject({ status: 404 });
    });
  });
});
