import { Jobs } from '../../src/platform/jobs/index.ts';
import { ExchangeWorld, RATE, SPREAD, type Trader } from '../support/exchange-world.ts';
import type { Person } from '../support/world.ts';

const DAY_MS = 24 * 3_600_000;

describe('quotes', () => {
  let world: ExchangeWorld;
  let person: Person;
  beforeAll(async () => {
    world = await ExchangeWorld.open();
  });
  beforeEach(async () => {
    await world.rate('USD-INR', RATE);
    person = await world.person();
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  const read = (id: string, reader = person) => world.call('GET', `/fx/quotes/${id}`, reader);

  describe('POST /fx/quotes', () => {
    it('prices what is sold, by the exact inverse of the rate, and keeps the price for 30 seconds', async () => {
      const now = world.clock.now();
      const { status, body } = await world.quote(person);
      expect(status).toBe(201);
      expect(body).toEqual({
        ...{ id: body['id'], status: 'open', rate: '0.011951951951', spreadBasisPoints: SPREAD },
        ...{ sellCurrency: 'INR', sellAmount: 832_500, buyCurrency: 'USD', buyAmount: 9_950 },
        ...{ createdAt: now.toISOString(), expiresAt: new Date(now.getTime() + 30_000).toISOString() },
      });
      await world.rate('USD-INR', '90');
      expect(await read(String(body['id']))).toMatchObject({ status: 200, body });
    });

    it('prices what is bought, rounded up', async () => {
      const wish = { sellAmount: undefined, buyAmount: 1 };
      expect(await world.quote(person, wish)).toMatchObject({ status: 201, body: { sellAmount: 84, buyAmount: 1 } });
    });

    it('goes in the direction of the rate too', async () => {
      const wish = { sellCurrency: 'USD', buyCurrency: 'INR', sellAmount: 10_000 };
      expect(await world.quote(person, wish)).toMatchObject({
        status: 201,
        body: { rate: '82.83375', sellAmount: 10_000, buyAmount: 828_337 },
      });
    });

    it('minds that a yen has no smaller unit', async () => {
      await world.rate('USD-JPY', '151.37', 0);
      const yen = (more: object) => world.quote(person, { sellCurrency: 'USD', buyCurrency: 'JPY', ...more });
      expect(await yen({ sellAmount: 10_000 })).toMatchObject({ body: { buyAmount: 15_137 } });
      expect(await yen({ sellAmount: undefined, buyAmount: 15_137 })).toMatchObject({ body: { sellAmount: 10_000 } });
    });

    it.each([
      ['same_currency', { buyCurrency: 'INR' }],
      ['currency_not_supported', { buyCurrency: 'XYZ' }],
      ['rate_unavailable', { buyCurrency: 'GBP' }],
      ['amount_invalid', { sellAmount: 1 }],
      ['amount_invalid', { sellAmount: undefined, buyAmount: Number.MAX_SAFE_INTEGER }],
      ['amount_invalid', { sellCurrency: 'USD', buyCurrency: 'INR', sellAmount: Number.MAX_SAFE_INTEGER }],
    ])('refuses %s', async (code, wish) => {
      expect(await world.quote(person, wish)).toMatchObject({ status: 422, body: { code } });
    });

    it.each([
      ['both amounts', { buyAmount: 1 }],
      ['neither amount', { sellAmount: undefined }],
      ['a fraction', { sellAmount: 1.5 }],
      ['no currency', { sellCurrency: undefined }],
      ['a rate of their own', { rate: '1' }],
    ])('refuses %s', async (_what, wish) => {
      expect(await world.quote(person, wish)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    });

    it('refuses a rate that is too old, exactly at its time', async () => {
      await world.rate('USD-INR', RATE, SPREAD, { validForSeconds: 60 });
      world.clock.advance(59_999);
      expect((await world.quote(person)).status).toBe(201);
      world.clock.advance(1);
      expect(await world.quote(person)).toMatchObject({ status: 422, body: { code: 'rate_unavailable' } });
    });

    it('refuses a rate older than the configuration allows, whatever was asked for it', async () => {
      await world.rate('USD-INR', RATE, SPREAD, { validForSeconds: 7 * 24 * 3_600 });
      world.clock.advance(DAY_MS);
      expect(await world.quote(person)).toMatchObject({ status: 422, body: { code: 'rate_unavailable' } });
    });

    it('needs the permission', async () => {
      const auditor = await world.person(['auditor']);
      expect((await world.quote(auditor)).status).toBe(403);
      expect((await read(await world.quoteId(person), auditor)).status).toBe(403);
    });
  });

  describe('GET /fx/quotes/:id', () => {
    it('says that it expired, exactly at its time', async () => {
      const id = await world.quoteId(person);
      world.clock.advance(29_999);
      expect((await read(id)).body).toMatchObject({ status: 'open' });
      world.clock.advance(1);
      expect((await read(id)).body).toMatchObject({ status: 'expired' });
    });

    it("does not show somebody else's", async () => {
      const id = await world.quoteId(person);
      expect(await read(id, await world.person())).toMatchObject({ status: 404, body: { code: 'not_found' } });
    });
  });

  describe('the job delete-unused-quotes', () => {
    const run = () => world.app.get(Jobs).runNow('delete-unused-quotes');

    it('deletes what was not used for seven days after its end, and nothing that was used', async () => {
      const trader: Trader = await world.trader();
      const [unused, used] = [await world.quoteId(trader), await world.quoteId(trader)];
      expect((await world.exchange(trader, used)).status).toBe(201);
      world.clock.advance(30_000 + 7 * DAY_MS - 1);
      await run();
      expect((await read(unused, trader)).status).toBe(200);
      world.clock.advance(1);
      await run();
      expect((await read(unused, trader)).status).toBe(404);
      expect((await read(used, trader)).body).toMatchObject({ status: 'used' });
    });
  });
});
