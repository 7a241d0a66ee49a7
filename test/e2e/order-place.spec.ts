import { randomUUID } from 'node:crypto';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { DAY_MS, OrderWorld, type Treat } from './order-world.ts';

describe('POST /orders', () => {
  let world: OrderWorld;

  beforeAll(async () => {
    world = await OrderWorld.open();
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  it('places a paid order at the prices of the menu and holds its amount on the wallet', async () => {
    const treat = await world.treat({ funds: 1_000 });
    const bar = await world.bar({ prices: [250, 100] });
    const items = [
      { menuItemId: bar.items[1], quantity: 3 },
      { menuItemId: bar.items[0], quantity: 1 },
    ];
    const { status, body } = await world.place(treat, { venueId: bar.id, items, message: 'Cheers!' });

    expect(status).toBe(201);
    expect(body).toEqual({
      ...{ id: body['id'], status: 'PAID', amount: 550, currency: 'INR', venueId: bar.id, version: 1 },
      ...{ buyerId: treat.buyer.id, recipientId: treat.recipient.id, walletId: treat.walletId, message: 'Cheers!' },
      items: [
        { menuItemId: bar.items[1], name: 'Drink 1', unitPrice: 100, quantity: 3 },
        { menuItemId: bar.items[0], name: 'Drink 0', unitPrice: 250, quantity: 1 },
      ],
      expiresAt: new Date(world.clock.now().getTime() + DAY_MS).toISOString(),
      createdAt: world.clock.now().toISOString(),
      updatedAt: world.clock.now().toISOString(),
      redeemedAt: null,
    });
    expect(await world.read(body['id'] as string, treat.buyer)).toEqual(body);
    expect(await world.balances(treat.walletId)).toEqual({ posted: 1_000, pendingOut: 550, pendingIn: 0 });
    expect(await world.balancesOfCode(`venue-payable:${bar.id}:INR`)).toEqual({
      posted: 0,
      pendingOut: 0,
      pendingIn: 550,
    });
    expect(await world.announced(body['id'] as string)).toEqual(['order.paid']);
  });

  it('merges an item that is named twice', async () => {
    const treat = await world.treat();
    const item = { menuItemId: treat.bar.items[0], quantity: 1 };
    const upper = { menuItemId: treat.bar.items[0]?.toUpperCase(), quantity: 2 };
    const { body } = await world.place(treat, { items: [item, upper] });
    expect(body).toMatchObject({ amount: 750, items: [{ quantity: 3, menuItemId: treat.bar.items[0] }] });
  });

  it('spends the last unit and not one more', async () => {
    const treat = await world.treat({ funds: 500, price: 250 });
    expect(await world.place(treat)).toMatchObject({ status: 201 });
    expect(await world.place(treat)).toMatchObject({ status: 201 });
    expect(await world.place(treat)).toMatchObject({ status: 422, body: { code: 'insufficient_funds' } });
    expect(await world.balances(treat.walletId)).toMatchObject({ posted: 500, pendingOut: 500 });
  });

  it('needs an Idempotency-Key', async () => {
    const { buyer, body } = await world.treat();
    expect(await world.call('POST', '/orders', buyer, { body })).toMatchObject({
      status: 400,
      body: { code: 'idempotency_key_required' },
    });
  });

  it('is closed to strangers', async () => {
    const { body } = await world.treat();
    expect(await world.call('POST', '/orders', undefined, { body, key: 'k' })).toMatchObject({ status: 401 });
  });

  describe('refuses, and changes nothing:', () => {
    const refusals: [
      string,
      number,
      string,
      (treat: Treat) => Promise<Record<string, unknown>> | Record<string, unknown>,
    ][] = [
      ['a venue that is not there', 404, 'not_found', () => ({ venueId: randomUUID() })],
      ['a closed venue', 422, 'venue_closed', async () => ({ venueId: (await world.bar({ status: 'closed' })).id })],
      [
        'an item of another venue',
        422,
        'menu_item_unavailable',
        async () => ({ items: [{ menuItemId: (await world.bar()).items[0], quantity: 1 }] }),
      ],
      [
        'an item that is not there',
        422,
        'menu_item_unavailable',
        () => ({ items: [{ menuItemId: randomUUID(), quantity: 1 }] }),
      ],
      [
        'an item that is not served now',
        422,
        'menu_item_unavailable',
        async ({ bar }) => {
          const where = { id: bar.items[0] as string };
          await world.app.get(Postgres).prisma.menuItem.update({ where, data: { available: false } });
          return {};
        },
      ],
      ['a recipient who is not there', 422, 'recipient_not_found', () => ({ recipientId: randomUUID() })],
      [
        'a recipient who is suspended',
        422,
        'recipient_not_found',
        async ({ recipient }) => {
          await world.app
            .get(Postgres)
            .prisma.user.update({ where: { id: recipient.id }, data: { status: 'suspended' } });
          return {};
        },
      ],
      ['a treat for oneself', 422, 'cannot_treat_yourself', ({ buyer }) => ({ recipientId: buyer.id })],
      [
        'a treat for oneself in capitals',
        422,
        'cannot_treat_yourself',
        ({ buyer }) => ({ recipientId: buyer.id.toUpperCase() }),
      ],
      ['a wallet that is not there', 404, 'not_found', () => ({ payWith: { walletId: randomUUID() } })],
      [
        "somebody else's wallet",
        404,
        'not_found',
        async ({ recipient }) => ({ payWith: { walletId: await world.wallet(recipient, 1_000) } }),
      ],
      [
        'a wallet in another currency',
        422,
        'currency_mismatch',
        async ({ buyer }) => ({ payWith: { walletId: await world.wallet(buyer, 1_000, 'USD') } }),
      ],
      [
        'more than the wallet has',
        422,
        'insufficient_funds',
        ({ bar }) => ({ items: [{ menuItemId: bar.items[0], quantity: 5 }] }),
      ],
      [
        'more than can be represented',
        422,
        'amount_invalid',
        async () => {
          const bar = await world.bar({ prices: [Number.MAX_SAFE_INTEGER] });
          return { venueId: bar.id, items: [{ menuItemId: bar.items[0], quantity: 50 }] };
        },
      ],
      [
        'more than fifty of one item in two lines',
        400,
        'validation_failed',
        ({ bar }) => {
          const item = { menuItemId: bar.items[0], quantity: 26 };
          return { items: [item, item] };
        },
      ],
    ];

    it.each(refusals)('%s', async (_what, status, code, change) => {
      const treat = await world.treat();
      const body = await change(treat);
      const before = await world.footprint();
      expect(await world.place(treat, body)).toMatchObject({ status, body: { code, status } });
      expect(await world.footprint()).toEqual(before);
      expect(await world.balances(treat.walletId)).toEqual({ posted: 1_000, pendingOut: 0, pendingIn: 0 });
    });
  });

  describe('refuses as malformed, and changes nothing:', () => {
    const item = (change: Record<string, unknown>) => (treat: Treat) => ({
      items: [{ menuItemId: treat.bar.items[0], quantity: 1, ...change }],
    });
    const malformed: [string, (treat: Treat) => Record<string, unknown>][] = [
      ['no venue', () => ({ venueId: undefined })],
      ['a venue that is no id', () => ({ venueId: "1' or '1'='1" })],
      ['a recipient in a list', ({ recipient }) => ({ recipientId: [recipient.id] })],
      ['no items', () => ({ items: [] })],
      ['items that are no list', ({ bar }) => ({ items: { menuItemId: bar.items[0], quantity: 1 } })],
      ['an item that is null', () => ({ items: [null] })],
      ['an item that is a list', () => ({ items: [[]] })],
      [
        'twenty-one items',
        ({ bar }) => ({ items: Array.from({ length: 21 }, () => ({ menuItemId: bar.items[0], quantity: 1 })) }),
      ],
      ['a quantity of zero', item({ quantity: 0 })],
      ['a quantity of fifty-one', item({ quantity: 51 })],
      ['a negative quantity', item({ quantity: -1 })],
      ['half a drink', item({ quantity: 0.5 })],
      ['a quantity in text', item({ quantity: '1' })],
      ['a price of the buyer’s choosing', item({ unitPrice: 1 })],
      ['no means of payment', () => ({ payWith: undefined })],
      ['a means of payment that is a list', () => ({ payWith: [] })],
      ['an empty means of payment', () => ({ payWith: {} })],
      ['a card, which comes later', () => ({ payWith: { paymentMethodId: randomUUID() } })],
      ['a message with a NUL', () => ({ message: 'a\u0000b' })],
      ['half a character', () => ({ message: '\ud83c' })],
      ['a message of 281 characters', () => ({ message: 'x'.repeat(281) })],
      ['a message that is a number', () => ({ message: 1 })],
      ['an amount of the buyer’s choosing', () => ({ amount: 1 })],
    ];

    it.each(malformed)('%s', async (_what, change) => {
      const treat = await world.treat();
      const before = await world.footprint();
      expect(await world.place(treat, change(treat))).toMatchObject({ status: 400, body: { status: 400 } });
      expect(await world.footprint()).toEqual(before);
    });
  });
});
