import { randomUUID } from 'node:crypto';
import { ExchangeWorld, RATE, type Trader } from '../support/exchange-world.ts';
import type { TestResponse } from '../support/http-client.ts';

const CALLERS = 20;

const statuses = (answers: readonly TestResponse[]): number[] => answers.map(({ status }) => status).sort();

describe('exchanges at once', () => {
  let world: ExchangeWorld;
  beforeAll(async () => {
    world = await ExchangeWorld.open();
    await world.rate('USD-INR', RATE, 0);
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  it('use one quote once, however many try', async () => {
    const trader = await world.trader();
    const quoteId = await world.quoteId(trader, { sellAmount: 8_325 });
    const answers = await Promise.all(Array.from({ length: CALLERS }, () => world.exchange(trader, quoteId)));
    expect(statuses(answers)).toEqual([201, ...Array.from({ length: CALLERS - 1 }, () => 409)]);
    const refused = answers.filter(({ status }) => status === 409);
    expect(new Set(refused.map(({ body }) => body['code']))).toEqual(new Set(['quote_used']));
    expect(await world.balances(trader)).toEqual([991_675, 100]);
  });

  it('are done once for one key', async () => {
    const trader = await world.trader();
    const [quoteId, key] = [await world.quoteId(trader, { sellAmount: 8_325 }), randomUUID()];
    const answers = await Promise.all(Array.from({ length: CALLERS }, () => world.exchange(trader, quoteId, key)));
    expect(answers.filter(({ status }) => ![201, 409].includes(status))).toEqual([]);
    const waiting = answers.filter(({ status }) => status === 409);
    expect(waiting.filter(({ body }) => body['code'] !== 'request_in_progress')).toEqual([]);
    expect(await world.balances(trader)).toEqual([991_675, 100]);
  });

  it('spend no more than there is', async () => {
    const trader = await world.trader(8_325 * 5);
    const quotes = await Promise.all(
      Array.from({ length: CALLERS }, () => world.quoteId(trader, { sellAmount: 8_325 })),
    );
    const answers = await Promise.all(quotes.map((quoteId) => world.exchange(trader, quoteId)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    expect(await world.balances(trader)).toEqual([0, 500]);
  });

  it('in opposite directions all end, and leave what they should', async () => {
    const sellers = await Promise.all(Array.from({ length: CALLERS }, () => world.trader(8_325)));
    const buyers = await Promise.all(Array.from({ length: CALLERS }, () => world.trader(100, ['USD', 'INR'])));
    const before = await world.positions();
    const deal = async (trader: Trader, sellCurrency: string, buyCurrency: string, sellAmount: number) =>
      world.exchange(trader, await world.quoteId(trader, { sellCurrency, buyCurrency, sellAmount }));
    const answers = await Promise.all([
      ...sellers.map((trader) => deal(trader, 'INR', 'USD', 8_325)),
      ...buyers.map((trader) => deal(trader, 'USD', 'INR', 100)),
    ]);
    expect(new Set(statuses(answers))).toEqual(new Set([201]));
    expect(await world.positions()).toEqual(before);
  });
});
