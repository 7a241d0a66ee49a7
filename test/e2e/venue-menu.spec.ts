import { type Answer, type Person, VenueWorld } from './venue-world.ts';

describe('the menu of a venue', () => {
  let world: VenueWorld;
  let manager: Person;
  let customer: Person;
  let venueId: string;

  beforeAll(async () => {
    world = await VenueWorld.open();
    [manager, customer] = [await world.manager(), await world.person()];
  });
  beforeEach(async () => {
    venueId = (await world.venue(manager)).id;
  });
  afterAll(() => world.close());

  const add = (body: unknown, person = manager): Promise<Answer> =>
    world.call('POST', `/venues/${venueId}/menu-items`, person, { body });

  const item = async (): Promise<string> =>
    (await world.demand(201, add({ name: 'Lager', price: 700 })))['id'] as string;

  const change = (
    itemId: string,
    body: unknown,
    options: { person?: Person; ifMatch?: string } = {},
  ): Promise<Answer> => {
    const headers = options.ifMatch === undefined ? undefined : { 'if-match': options.ifMatch };
    return world.call('PATCH', `/venues/${venueId}/menu-items/${itemId}`, options.person ?? manager, { body, headers });
  };

  it('holds what a manager puts on it, priced in the currency of the venue', async () => {
    const answer = await add({ name: 'Old Fashioned', price: 1250, category: 'Cocktails' });
    const expected = {
      venueId,
      name: 'Old Fashioned',
      price: 1250,
      currency: 'USD',
      category: 'Cocktails',
      available: true,
      version: 1,
    };
    expect(answer).toMatchObject({ status: 201, body: expected });
    const menu = await world.demand(200, world.call('GET', `/venues/${venueId}/menu`, customer));
    expect(menu).toEqual({ data: [answer.body], hasMore: false, nextCursor: null });
  });

  it('comes in pages, and takes no cursor of another menu', async () => {
    for (const price of [1, 2, 3]) await world.demand(201, add({ name: 'Shot', price }));
    const first = await world.demand(200, world.call('GET', `/venues/${venueId}/menu?limit=2`, customer));
    const cursor = encodeURIComponent(first['nextCursor'] as string);
    const second = await world.demand(
      200,
      world.call('GET', `/venues/${venueId}/menu?limit=2&cursor=${cursor}`, customer),
    );
    const prices = [...(first['data'] as { price: number }[]), ...(second['data'] as { price: number }[])].map(
      ({ price }) => price,
    );
    expect(prices).toEqual([1, 2, 3]);
    expect(second).toMatchObject({ hasMore: false, nextCursor: null });
    const other = await world.venue(manager);
    const foreign = await world.call('GET', `/venues/${other.id}/menu?cursor=${cursor}`, customer);
    expect(foreign).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
    expect(await world.call('GET', `/venues/${venueId}/menu?cursor=a.b`, customer)).toMatchObject({ status: 400 });
    expect(await world.call('GET', `/venues/${venueId}/menu?limit=101`, customer)).toMatchObject({ status: 400 });
  });

  it('is changed by a manager, with the version in mind', async () => {
    const id = await item();
    const changed = await change(id, { price: 800, available: false }, { ifMatch: '"1"' });
    expect(changed).toMatchObject({ status: 200, body: { price: 800, available: false, name: 'Lager', version: 2 } });
    expect(changed.headers.get('etag')).toBe('"2"');
    expect(await change(id, { price: 900 }, { ifMatch: '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'stale_version' },
    });
    expect(await change(id, { price: 900, version: 1 })).toMatchObject({ status: 412 });
  });

  it('is out of reach for who does not manage the venue', async () => {
    const [id, stranger] = [await item(), await world.manager()];
    expect(await add({ name: 'Free beer', price: 1 }, stranger)).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect(await change(id, { price: 1 }, { person: stranger })).toMatchObject({ status: 403 });
    expect(await change(id, { price: 1 }, { person: customer })).toMatchObject({ status: 403 });
  });

  it('knows no item of another venue, and no venue that is not there', async () => {
    const id = await item();
    venueId = (await world.venue(manager)).id;
    expect(await change(id, { price: 1 })).toMatchObject({ status: 404 });
    expect(await change('no-uuid', { price: 1 })).toMatchObject({ status: 404 });
    venueId = world.newId();
    expect(await add({ name: 'Lager', price: 700 })).toMatchObject({ status: 404 });
    expect(await world.call('GET', `/venues/${venueId}/menu`, customer)).toMatchObject({ status: 404 });
  });

  it.each([
    { name: 'A' },
    { price: 1 },
    { name: 'A', price: 0 },
    { name: 'A', price: -1 },
    { name: 'A', price: 1.5 },
    { name: 'A', price: '100' },
    { name: 'A', price: 2 ** 53 },
    { name: 'A', price: 1, currency: 'USD' },
    { name: '', price: 1 },
    { name: 'A', price: 1, category: 'x'.repeat(101) },
    [],
    null,
  ])('refuses the item %j', async (body) => {
    expect(await add(body)).toMatchObject({ status: 400 });
  });

  it.each([{ price: null }, { price: 0 }, { available: 'yes' }, { available: null }, { name: null }, { venueId: 'x' }])(
    'refuses the change %j',
    async (body) => {
      expect(await change(await item(), body)).toMatchObject({ status: 400 });
    },
  );
});
