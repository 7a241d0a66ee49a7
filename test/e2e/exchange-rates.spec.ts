import { ExchangeWorld } from '../support/exchange-world.ts';
import type { Body, Person } from '../support/world.ts';

const HOUR_MS = 3_600_000;

interface RateList {
  readonly data: readonly Body[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
}

describe('exchange rates', () => {
  let world: ExchangeWorld;
  let admin: Person;
  beforeAll(async () => {
    world = await ExchangeWorld.open();
    admin = await world.admin();
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  const list = async (path: string) => (await world.call<RateList>('GET', path, admin)).body;

  describe('PUT /admin/fx/rates/:pair', () => {
    it('sets a rate and says what it is', async () => {
      const body = { rate: '083.2150', spreadBasisPoints: 50, validForSeconds: 3_600 };
      const answer = await world.call('PUT', '/admin/fx/rates/USD-INR', admin, { body });
      const now = world.clock.now();
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({
        ...{ base: 'USD', quote: 'INR', rate: '83.215', spreadBasisPoints: 50, validForSeconds: 3_600 },
        ...{ setBy: admin.id, createdAt: now.toISOString() },
        validUntil: new Date(now.getTime() + HOUR_MS).toISOString(),
      });
      expect((await list('/admin/fx/rates')).data).toEqual([answer.body]);
    });

    it('lets no rate live longer than the configuration does', async () => {
      const { body } = await world.rate('EUR-USD', '1.08', 0, { validForSeconds: 7 * 24 * 3_600 });
      expect(body['validUntil']).toBe(new Date(world.clock.now().getTime() + 24 * HOUR_MS).toISOString());
      const open = await world.rate('EUR-USD', '1.08', 0);
      expect(open.body).toMatchObject({ validForSeconds: null, validUntil: body['validUntil'] });
    });

    it('lets nobody leave the band around their own rate, says who set what, and gives them no quote at it', async () => {
      const [one, other] = [await world.admin(), await world.admin()];
      const set = (rate: string, by: Person, outOfBand?: boolean) =>
        world.call('PUT', '/admin/fx/rates/EUR-INR', by, { body: { rate, spreadBasisPoints: 0, outOfBand } });
      const refused = { status: 422, body: { code: 'rate_out_of_band' } };
      expect((await set('160', one)).status).toBe(200);
      expect((await set('170', one)).status).toBe(200);
      expect(await set('1.7', one, true)).toMatchObject(refused);
      expect(await set('1.7', other)).toMatchObject(refused);
      expect((await set('1.7', other, true)).status).toBe(200);
      const deal = { sellCurrency: 'INR', buyCurrency: 'EUR', sellAmount: 1_000 };
      expect(await world.quote(other, deal)).toMatchObject({ status: 403, body: { code: 'same_person' } });
      expect((await world.quote(await world.person(), deal)).status).toBe(201);
      const where = { type: 'fx.rate_set', aggregateId: 'EUR-INR' };
      const events = await world.postgres.prisma.outboxEvent.findMany({ where, orderBy: { id: 'asc' } });
      expect(events.map(({ payload }) => payload)).toMatchObject([
        { rate: '160', setBy: one.id },
        { rate: '170', setBy: one.id },
        { rate: '1.7', setBy: other.id, outOfBand: true },
      ]);
    });

    it.each([
      ['same_currency', 'INR-INR'],
      ['currency_not_supported', 'INR-XYZ'],
      ['currency_not_supported', 'XYZ-INR'],
    ])('refuses %s for %s', async (code, pair) => {
      expect(await world.rate(pair, '1')).toMatchObject({ status: 422, body: { code } });
    });

    it.each(['usd-inr', 'USDINR', 'USD-INR-EUR', 'US-INR'])('knows no pair %s', async (pair) => {
      expect(await world.rate(pair, '1')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    });

    it.each(['0', '0.0', '-1', '1.', '.5', '1e3', '1.00000000001', '12345678901', ' 1', '1,5', ''])(
      'refuses the rate %p',
      async (rate) => {
        expect(await world.rate('USD-INR', rate)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
      },
    );

    it.each([{ spreadBasisPoints: 5_001 }, { spreadBasisPoints: -1 }, { validForSeconds: 0 }])(
      'refuses %j',
      async (more) => {
        expect(await world.rate('USD-INR', '83', 50, more)).toMatchObject({ status: 400 });
      },
    );

    it('is for administrators', async () => {
      const customer = await world.person();
      const body = { rate: '1', spreadBasisPoints: 0 };
      const calls = [
        world.call('PUT', '/admin/fx/rates/USD-INR', customer, { body }),
        world.call('GET', '/admin/fx/rates', customer),
        world.call('GET', '/admin/fx/rates/USD-INR', customer),
        world.call('GET', '/admin/fx/positions', customer),
        world.call('PUT', '/admin/fx/rates/USD-INR', await world.person(['auditor']), { body }),
      ];
      expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    });
  });

  describe('GET /admin/fx/rates', () => {
    it('has the newest of each pair, whichever way round it was given', async () => {
      await world.rate('USD-JPY', '150');
      await world.rate('JPY-USD', '0.0066');
      await world.rate('GBP-USD', '1.27');
      const { data } = await list('/admin/fx/rates');
      expect(data.filter(({ base, quote }) => [base, quote].includes('JPY'))).toMatchObject([
        { base: 'JPY', quote: 'USD', rate: '0.0066' },
      ]);
    });

    it('comes page by page', async () => {
      const whole = await list('/admin/fx/rates');
      const [first, seen] = [await list('/admin/fx/rates?limit=2'), [] as Body[]];
      expect(first).toMatchObject({ hasMore: true });
      for (let page = first; ; page = await list(`/admin/fx/rates?limit=2&cursor=${page.nextCursor}`)) {
        seen.push(...page.data);
        if (!page.hasMore) break;
      }
      expect(seen).toEqual(whole.data);
    });
  });

  describe('GET /admin/fx/rates/:pair', () => {
    it('has every rate of the pair, newest first, page by page', async () => {
      for (const rate of ['1.15', '1.16', '1.17']) await world.rate('GBP-EUR', rate);
      await world.rate('EUR-GBP', '0.86');
      const first = await list('/admin/fx/rates/EUR-GBP?limit=3');
      expect(first.data.map(({ rate }) => rate)).toEqual(['0.86', '1.17', '1.16']);
      const second = await list(`/admin/fx/rates/GBP-EUR?limit=3&cursor=${first.nextCursor}`);
      expect([second.data.map(({ rate }) => rate), second.nextCursor]).toEqual([['1.15'], null]);
    });

    it('is empty for a pair that has none, and takes no cursor of another pair', async () => {
      expect(await list('/admin/fx/rates/GBP-JPY')).toEqual({ data: [], hasMore: false, nextCursor: null });
      const { nextCursor } = await list('/admin/fx/rates/EUR-GBP?limit=1');
      expect(await world.call('GET', `/admin/fx/rates/USD-INR?cursor=${nextCursor}`, admin)).toMatchObject({
        status: 400,
        body: { code: 'invalid_cursor' },
      });
    });

    it('is never rewritten, not even in the database', async () => {
      for (const sql of ['update fx_rate set rate = 1', 'delete from fx_rate', 'truncate fx_rate cascade']) {
        await expect(world.owner.query(sql)).rejects.toMatchObject({ code: 'LG002' });
      }
    });
  });
});
