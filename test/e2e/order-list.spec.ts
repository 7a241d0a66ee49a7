import { DAY_MS, OrderWorld, type Person, type Treat } from './order-world.ts';

describe('GET /orders', () => {
  let world: OrderWorld;
  let treat: Treat;
  /** Newest first. */
  let bought: string[];
  let given: string;

  beforeAll(async () => {
    world = await OrderWorld.open();
    treat = await world.treat({ funds: 10_000 });
    bought = [];
    for (let nth = 0; nth < 5; nth += 1) {
      bought.unshift(await world.placed(treat));
      world.clock.advance(1_000);
    }
    const back = { ...(await world.treat()), recipient: treat.buyer };
    given = await world.placed(back, { recipientId: treat.buyer.id });
    await world.act('accept', bought[1] as string, treat.recipient);
    await world.act('reject', bought[2] as string, treat.recipient);
    await world.act('cancel', bought[3] as string, treat.buyer);
  });
  afterAll(() => world.close());

  const list = (query: string, person: Person = treat.buyer) => world.call('GET', `/orders${query}`, person);
  const ids = async (query: string, person?: Person): Promise<unknown[]> => {
    const { body } = await world.expect(200, list(query, person));
    return (body['data'] as { id: string }[]).map(({ id }) => id);
  };

  it('shows what I bought and what I was given, newest first', async () => {
    expect(await ids('')).toEqual([given, ...bought]);
    expect(await ids('?role=buyer')).toEqual(bought);
    expect(await ids('?role=recipient')).toEqual([given]);
    expect(await ids('?role=recipient', treat.recipient)).toEqual(bought);
    expect(await ids('', await world.person())).toEqual([]);
  });

  it('filters by status', async () => {
    expect(await ids('?role=buyer&status=PAID')).toEqual([bought[0], bought[4]]);
    expect(await ids('?status=ACCEPTED')).toEqual([bought[1]]);
    expect(await ids('?status=REJECTED')).toEqual([bought[2]]);
    expect(await ids('?status=CANCELLED')).toEqual([bought[3]]);
    expect(await ids('?status=EXPIRED')).toEqual([]);
  });

  it('goes from page to page without losing or repeating any', async () => {
    const seen: unknown[] = [];
    let query = '?role=buyer&limit=2';
    for (let page = 0; page < 3; page += 1) {
      const { body } = await world.expect(200, list(query));
      const { data, hasMore, nextCursor } = body as {
        data: { id: string }[];
        hasMore: boolean;
        nextCursor: string | null;
      };
      seen.push(...data.map(({ id }) => id));
      expect(hasMore).toBe(page < 2);
      expect(nextCursor === null).toBe(page === 2);
      query = `?role=buyer&limit=2&cursor=${nextCursor}`;
    }
    expect(seen).toEqual(bought);
  });

  it('refuses a cursor that is forged, of another filter, or of another person', async () => {
    const { body } = await world.expect(200, list('?role=buyer&limit=1'));
    const cursor = String(body['nextCursor']);
    expect(await list(`?role=recipient&limit=1&cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_cursor' },
    });
    expect(await list(`?role=buyer&limit=1&cursor=${cursor}`, treat.recipient)).toMatchObject({ status: 400 });
    expect(await list('?role=buyer&cursor=e30.AAAA')).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
  });

  it.each([
    '?limit=0',
    '?limit=101',
    '?limit=1.5',
    '?limit=x',
    '?role=bartender',
    '?role=buyer&role=recipient',
    '?status=paid',
    '?status[]=PAID',
    '?status=',
    '?order=asc',
  ])('refuses %s', async (query) => {
    expect(await list(query)).toMatchObject({ status: 400 });
  });

  it('counts an order as expired from its exact time on, before any job has run', async () => {
    const expiresAt = (await world.read(bought[0] as string, treat.buyer))['expiresAt'] as string;
    world.clock.set(new Date(Date.parse(expiresAt) - 1));
    // The oldest has expired; the newest has a millisecond left.
    expect(await ids('?role=buyer&status=PAID')).toEqual([bought[0]]);
    expect(await ids('?role=buyer&status=EXPIRED')).toEqual([bought[1], bought[4]]);
    world.clock.set(new Date(expiresAt));
    expect(await ids('?role=buyer&status=PAID')).toEqual([]);
    const { body } = await world.expect(200, list('?role=buyer&status=EXPIRED'));
    expect((body['data'] as { status: string }[]).map(({ status }) => status)).toEqual([
      'EXPIRED',
      'EXPIRED',
      'EXPIRED',
    ]);
    world.clock.advance(DAY_MS);
    await world.runJob();
    expect(await ids('?role=buyer&status=EXPIRED')).toEqual([bought[0], bought[1], bought[4]]);
    await world.expectSound();
  });
});
