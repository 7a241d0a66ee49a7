import { dayOf } from '../../src/shared/calendar-day.ts';
import { type Person, World } from '../support/world.ts';

const [DAY_MS, MINUTE_MS] = [24 * 3_600_000, 60_000];

describe('business days', () => {
  let world: World;
  let closer: Person;
  let alice: Person;
  let from: string;
  let to: string;
  let midnight: number;

  beforeEach(async () => {
    world = await World.open();
    // Wallets are opened two days before the day that the tests begin on, at noon.
    midnight = Math.floor(world.clock.now().getTime() / DAY_MS) * DAY_MS + 3 * DAY_MS;
    world.clock.set(new Date(midnight - 2 * DAY_MS));
    [closer, alice] = [await world.person(['admin']), await world.person()];
    [from, to] = [await world.wallet(alice, 1_000), await world.wallet(await world.person())];
    world.clock.set(new Date(midnight + DAY_MS / 2));
    const fresh = (person: Person): Person => ({ ...person, token: world.tokenOf(person.id) });
    [closer, alice] = [fresh(closer), fresh(alice)];
  });
  afterEach(async () => {
    await world.expectSound();
    await world.close();
  });

  /** The day that began so many days before the midnight of today. */
  const day = (ago: number): string => dayOf(new Date(midnight - ago * DAY_MS));
  const close = (which: string, person = closer) =>
    world.call('POST', `/admin/ledger/business-days/${which}/close`, person);
  const backdated = (at: number) =>
    world.post('/transfers', alice, {
      ...{ fromWalletId: from, toWalletId: to, amount: 1, currency: 'INR' },
      effectiveAt: new Date(at).toISOString(),
    });

  it('close in order, once, and say who closed them', async () => {
    const first = await close(day(2));
    const closed = { day: day(2), closedThrough: new Date(midnight - DAY_MS).toISOString(), closedBy: closer.id };
    expect(first).toMatchObject({ status: 200, body: { ...closed, closedAt: world.clock.now().toISOString() } });
    world.clock.advance(1);
    expect(await close(day(2), await world.person(['admin']))).toMatchObject({ status: 200, body: first.body });
    expect(await close(day(3))).toMatchObject({ status: 409, body: { code: 'business_day_out_of_order' } });
    expect(await close(day(1))).toMatchObject({ status: 200, body: { day: day(1) } });
    const list = await world.call('GET', '/admin/ledger/business-days?limit=1', closer);
    expect(list.body).toMatchObject({ data: [{ day: day(1) }], hasMore: true });
    const rest = await world.call(
      'GET',
      `/admin/ledger/business-days?cursor=${String(list.body['nextCursor'])}`,
      closer,
    );
    expect(rest.body).toMatchObject({ data: [{ day: day(2) }], hasMore: false });
    const events = await world.postgres.prisma.outboxEvent.findMany({ where: { type: 'ledger.business-day-closed' } });
    expect(events.map(({ aggregateId }) => aggregateId)).toEqual([day(2), day(1)]);
  });

  it('do not begin before the books', async () => {
    for (const which of ['1900-01-01', day(3)]) {
      expect(await close(which)).toMatchObject({ status: 409, body: { code: 'business_day_out_of_order' } });
    }
    expect(await close(day(2))).toMatchObject({ status: 200 });
  });

  it('leave no gap, and are over before they close', async () => {
    await close(day(2));
    expect(await close(day(0))).toMatchObject({ status: 422, body: { code: 'business_day_not_over' } });
    world.clock.set(new Date(midnight + 5 * MINUTE_MS - 1));
    expect(await close(day(1))).toMatchObject({ status: 422, body: { code: 'business_day_not_over' } });
    world.clock.advance(1);
    expect(await close(day(1))).toMatchObject({ status: 200 });
    world.clock.advance(2 * DAY_MS);
    closer = { ...closer, token: world.tokenOf(closer.id) };
    expect(await close(day(-1))).toMatchObject({ status: 409, body: { code: 'business_day_out_of_order' } });
    expect(await close(day(0))).toMatchObject({ status: 200 });
  });

  it('take nothing backdated once they are closed, to the millisecond', async () => {
    expect(await backdated(midnight - 1)).toMatchObject({ status: 201 });
    await close(day(1));
    const refused = { status: 422, body: { code: 'effective_at_in_closed_day' } };
    expect(await backdated(midnight - 1)).toMatchObject(refused);
    expect(await backdated(midnight - 1.5 * DAY_MS)).toMatchObject(refused);
    expect(await backdated(midnight)).toMatchObject({ status: 201 });
    const now = await world.post('/transfers', alice, {
      fromWalletId: from,
      toWalletId: to,
      amount: 1,
      currency: 'INR',
    });
    expect(now).toMatchObject({ status: 201 });
  });

  it('hold every posting that was let in, and none after, when closing and postings race', async () => {
    const postings = Array.from({ length: 40 }, (_, nth) =>
      nth === 20 ? close(day(1)) : backdated(midnight - 1 - nth),
    );
    const answers = await Promise.all(postings);
    expect(answers[20]).toMatchObject({ status: 200 });
    const others = answers.filter((_, nth) => nth !== 20);
    const codes = new Set(others.map(({ status, body }) => (status === 201 ? 'posted' : body['code'])));
    expect([...codes].every((code) => code === 'posted' || code === 'effective_at_in_closed_day')).toBe(true);
    const through = await world.owner.query<{ n: number }>(
      `select count(*)::int as n from ledger_transfer where kind = 'transfer' and effective_at < $1`,
      [new Date(midnight)],
    );
    expect(through.rows[0]?.n).toBe(others.filter(({ status }) => status === 201).length);
    expect(await backdated(midnight - 1)).toMatchObject({ body: { code: 'effective_at_in_closed_day' } });
  });

  it('close once when many close at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => close(day(1))));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await world.postgres.prisma.ledgerBusinessDay.count()).toBe(1);
  });

  it('are days of the calendar', async () => {
    for (const which of ['2026-02-30', '2026-2-3', 'yesterday', '2026-01-01T00:00:00Z', '1899-01-01']) {
      expect((await close(which)).status).toBe(404);
    }
  });

  it('are closed by who may, and read by auditors', async () => {
    const auditor = await world.person(['auditor']);
    expect(await close(day(1), auditor)).toMatchObject({ status: 403 });
    expect(await close(day(1), alice)).toMatchObject({ status: 403 });
    expect(await world.call('GET', '/admin/ledger/business-days', auditor)).toMatchObject({ status: 200 });
    expect(await world.call('GET', '/admin/ledger/business-days', alice)).toMatchObject({ status: 403 });
  });
});
