import { type Answer, type Person, VenueWorld } from './venue-world.ts';

interface Found {
  readonly id: string;
  readonly name: string;
  readonly distanceMeters: number;
  readonly count: number;
  readonly friends: readonly { id: string; firstName: string }[];
}

const METER = 1 / 111_195;

describe('venues nearby', () => {
  let world: VenueWorld;
  let manager: Person;
  let alice: Person;
  let bob: Person;
  let latitude = -60;
  let here: { latitude: number; longitude: number };

  beforeAll(async () => {
    world = await VenueWorld.open();
    [manager, alice, bob] = [await world.manager(), await world.person('Alice'), await world.person('Bob')];
    await world.group(alice, bob);
  });
  // Each test has a part of the world to itself.
  beforeEach(() => {
    latitude += 2;
    here = { latitude, longitude: 20 };
  });
  afterAll(() => world.close());

  const search = (query = '', person = alice): Promise<Answer> =>
    world.call('GET', `/venues?lat=${here.latitude}&lng=${here.longitude}${query}`, person);
  const found = async (query = '', person = alice): Promise<Found[]> =>
    (await world.demand(200, search(query, person)))['data'] as Found[];
  const venueAt = (meters: number, overrides: Record<string, unknown> = {}): Promise<{ id: string }> =>
    world.venue(manager, { ...here, latitude: here.latitude + meters * METER, ...overrides });

  it('come nearest first, with their distance, within a kilometre unless asked otherwise', async () => {
    const [far, near, beyond] = [await venueAt(800), await venueAt(-200), await venueAt(1_500)];
    const venues = await found();
    expect(venues.map(({ id }) => id)).toEqual([near.id, far.id]);
    expect(venues[0]?.distanceMeters).toBeCloseTo(200, 0);
    expect(venues[0]).toMatchObject({
      name: 'The Copper Still',
      currency: 'USD',
      status: 'open',
      count: 0,
      friends: [],
      specials: [],
    });
    expect((await found('&radius=500m')).map(({ id }) => id)).toEqual([near.id]);
    expect((await found('&radius=2.5km')).map(({ id }) => id)).toEqual([near.id, far.id, beyond.id]);
  });

  it('show how many are there at once, and to each caller their own friends', async () => {
    const { id } = await venueAt(0);
    const stranger = await world.person('Sam');
    expect(await found()).toMatchObject([{ id, count: 0, friends: [] }]);
    const position = { lat: here.latitude, lng: here.longitude };
    await world.demand(200, world.checkIn(bob, id, position));
    expect(await found()).toMatchObject([{ id, count: 1, friends: [{ id: bob.id, firstName: 'Bob' }] }]);
    expect(await found('', stranger)).toMatchObject([{ id, count: 1, friends: [] }]);
    expect(await found('', bob)).toMatchObject([{ id, count: 1, friends: [] }]);
    await world.demand(204, world.call('DELETE', '/presence', bob));
    expect(await found()).toMatchObject([{ id, count: 0, friends: [] }]);
  });

  it('show a new venue, a moved one and a renamed one at once', async () => {
    const first = await venueAt(100);
    expect(await found()).toHaveLength(1);
    const second = await venueAt(50);
    expect((await found()).map(({ id }) => id)).toEqual([second.id, first.id]);
    const body = { latitude: here.latitude + 200 * METER, name: 'Moved' };
    await world.demand(200, world.call('PATCH', `/venues/${second.id}`, manager, { body }));
    expect(await found()).toMatchObject([{ id: first.id }, { id: second.id, name: 'Moved' }]);
  });

  it('are cached until a venue is made or changed', async () => {
    const first = await venueAt(100);
    expect(await found()).toHaveLength(1);
    const now = new Date();
    const behindOurBack = {
      id: world.newId(),
      name: 'Unannounced',
      address: 'A',
      currency: 'USD',
      ...here,
      createdAt: now,
      updatedAt: now,
    };
    await world.postgres.prisma.venue.create({ data: behindOurBack });
    expect((await found('', bob)).map(({ id }) => id)).toEqual([first.id]);
    await world.demand(200, world.call('PATCH', `/venues/${first.id}`, manager, { body: { address: 'B' } }));
    expect((await found()).map(({ id }) => id)).toEqual([behindOurBack.id, first.id]);
  });

  it('are found without Redis', async () => {
    const alone = await VenueWorld.open({ REDIS_URL: 'redis://127.0.0.1:1' });
    try {
      const [maria, visitor] = [await alone.manager(), await alone.person()];
      const { id } = await alone.venue(maria);
      const answer = await alone.call('GET', '/venues?lat=40.7128&lng=-74.006', visitor);
      expect(answer).toMatchObject({ status: 200, body: { data: [{ id, distanceMeters: 0 }] } });
    } finally {
      await alone.close();
    }
  });

  it('are ranked for each caller exactly, also when two share a cached cell', async () => {
    const [north, south] = [await venueAt(40), await venueAt(-40)];
    const [center] = [here];
    here = { ...center, latitude: center.latitude + 5 * METER };
    expect((await found()).map(({ id }) => id)).toEqual([north.id, south.id]);
    here = { ...center, latitude: center.latitude - 5 * METER };
    expect((await found()).map(({ id }) => id)).toEqual([south.id, north.id]);
  });

  it('are filtered by a part of the name, whatever the case of its letters, and by being open', async () => {
    const still = await venueAt(10, { name: 'The Copper STILL' });
    const percent = await venueAt(20, { name: '100% Éclair', status: undefined });
    expect((await found('&q=copper')).map(({ id }) => id)).toEqual([still.id]);
    expect((await found(`&q=${encodeURIComponent('éCL')}`)).map(({ id }) => id)).toEqual([percent.id]);
    expect((await found('&q=%25')).map(({ id }) => id)).toEqual([percent.id]);
    expect(await found('&q=nowhere')).toEqual([]);
    await world.demand(200, world.call('PATCH', `/venues/${still.id}`, manager, { body: { status: 'closed' } }));
    expect((await found('&openNow=true')).map(({ id }) => id)).toEqual([percent.id]);
    expect(await found()).toMatchObject([{ id: still.id, status: 'closed' }, { id: percent.id }]);
  });

  it('come in pages that lose and repeat nothing, also when venues are equally far', async () => {
    const ids: string[] = [];
    for (const meters of [10, 10, 10, -10, 30]) ids.push((await venueAt(meters)).id);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await world.demand(200, search(`&limit=2${query}`));
      seen.push(...(page['data'] as Found[]).map(({ id }) => id));
      cursor = page['nextCursor'] as string | null;
    }
    expect(seen).toHaveLength(5);
    expect([...seen].sort()).toEqual([...ids].sort());
    expect(seen.at(-1)).toBe(ids[4]);
    expect(seen).toEqual((await found()).map(({ id }) => id));
  });

  it('take a cursor for the same question only', async () => {
    for (const meters of [1, 2]) await venueAt(meters);
    const { nextCursor } = await world.demand(200, search('&limit=1'));
    const cursor = encodeURIComponent(nextCursor as string);
    const refused = { status: 400, body: { code: 'invalid_cursor' } };
    expect(await search(`&radius=2km&limit=1&cursor=${cursor}`)).toMatchObject(refused);
    expect(await search(`&q=a&cursor=${cursor}`)).toMatchObject(refused);
    expect(await search('&cursor=WyIxIiwiYSJd.AAAA')).toMatchObject(refused);
    expect(await search(`&cursor=${'a'.repeat(3_000)}`)).toMatchObject({ status: 400 });
  });

  it.each([
    'lat=91&lng=0',
    'lat=0&lng=180.1',
    'lat=NaN&lng=0',
    'lat=Infinity&lng=0',
    'lat=1e1&lng=0',
    'lat=&lng=0',
    'lat=0',
    '',
    'lat=0&lat=1&lng=0',
    'lat=0&lng=0&radius=51km',
    'lat=0&lng=0&radius=999999km',
    'lat=0&lng=0&radius=0m',
    'lat=0&lng=0&radius=1',
    'lat=0&lng=0&radius=-1km',
    'lat=0&lng=0&radius=',
    'lat=0&lng=0&q=',
    'lat=0&lng=0&q=%00',
    'lat=0&lng=0&openNow=maybe',
    'lat=0&lng=0&limit=101',
    'lat=0&lng=0&limit=1.5',
    'lat=0&lng=0&sort=name',
  ])('refuse %s', async (query) => {
    expect(await world.call('GET', `/venues?${query}`, alice)).toMatchObject({ status: 400 });
  });

  it('are considered up to the nearest thousand, exactly for each caller', async () => {
    const count = 1_005;
    const now = new Date();
    const place = { address: 'A', currency: 'USD', createdAt: now, updatedAt: now, longitude: here.longitude };
    const data = Array.from({ length: count }, (_, index) => ({
      ...{ id: world.newId(), name: `V${index}` },
      ...{ ...place, latitude: here.latitude + (index - 500) * METER },
    }));
    await world.postgres.prisma.venue.createMany({ data });
    here = { ...here, latitude: here.latitude - 30 * METER };
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await world.demand(200, search(`&limit=100${query}`));
      names.push(...(page['data'] as Found[]).map(({ name }) => name));
      cursor = page['nextCursor'] as string | null;
    }
    expect(new Set(names).size).toBe(1_000);
    const furthest = data.slice(-5).map(({ name }) => name);
    expect(names.filter((name) => furthest.includes(name))).toEqual([]);
  });
});
