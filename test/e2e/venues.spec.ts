import { type Answer, NEW_YORK, type Person, VenueWorld } from './venue-world.ts';

describe('venues', () => {
  let world: VenueWorld;
  let manager: Person;
  let customer: Person;

  beforeAll(async () => {
    world = await VenueWorld.open();
    [manager, customer] = [await world.manager(), await world.person()];
  });
  afterAll(() => world.close());

  const create = (overrides: Record<string, unknown>, person = manager): Promise<Answer> =>
    world.call('POST', '/venues', person, { body: world.venueBody(overrides) });

  it('opens a venue whose creator is its manager', async () => {
    const answer = await create({ coverImageUrl: 'https://images.example/a.jpg' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toMatchObject({
      name: 'The Copper Still',
      currency: 'USD',
      status: 'open',
      version: 1,
      ...NEW_YORK,
    });
    const { data } = await world.demand(200, world.call('GET', `/venues/${String(answer.body['id'])}/staff`, manager));
    expect(data).toEqual([expect.objectContaining({ userId: manager.id, role: 'manager', firstName: 'Maria' })]);
  });

  it('is shown to everybody who is signed in, and to nobody else', async () => {
    const { id } = await world.venue(manager);
    expect(await world.call('GET', `/venues/${id}`, customer)).toMatchObject({ status: 200, body: { id, version: 1 } });
    expect(await world.call('GET', `/venues/${id}`)).toMatchObject({ status: 401 });
    expect(await world.call('GET', `/venues/${world.newId()}`, customer)).toMatchObject({ status: 404 });
    expect(await world.call('GET', '/venues/no-uuid', customer)).toMatchObject({ status: 404 });
  });

  it('refuses a currency that the ledger does not know, and people who may not open venues', async () => {
    expect(await create({ currency: 'ZZZ' })).toMatchObject({ status: 422, body: { code: 'currency_not_supported' } });
    expect(await create({}, customer)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it.each([
    ['no name', { name: undefined }],
    ['a blank name', { name: '   ' }],
    ['a long name', { name: 'x'.repeat(201) }],
    ['a name that is a number', { name: 7 }],
    ['no position', { latitude: undefined }],
    ['a latitude beyond a pole', { latitude: 90.0001 }],
    ['a longitude beyond the antimeridian', { longitude: -180.0001 }],
    ['a latitude as text', { latitude: '40' }],
    ['a latitude that is null', { latitude: null }],
    ['a currency in small letters', { currency: 'usd' }],
    ['a picture over http', { coverImageUrl: 'http://images.example/a.jpg' }],
    ['a picture that is a script', { coverImageUrl: 'javascript:alert(1)' }],
    ['a picture with a long address', { coverImageUrl: `https://images.example/${'a'.repeat(2048)}` }],
    ['an unknown field', { ownerId: 'x' }],
  ])('refuses %s', async (_what, overrides) => {
    expect(await create(overrides)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });

  it('keeps positions to a centimetre, however small a number is', async () => {
    for (const tiny of [5e-324, -5e-324, 1e-200, 1e-160, -1e-300, 0]) {
      expect(await create({ latitude: tiny, longitude: -tiny })).toMatchObject({
        status: 201,
        body: { latitude: 0, longitude: 0 },
      });
    }
    const { id } = await world.venue(manager);
    const body = { latitude: 5e-324, longitude: 12.123456789 };
    const moved = await world.call('PATCH', `/venues/${id}`, manager, { body });
    expect(moved).toMatchObject({
      status: 200,
      body: { latitude: 0, longitude: 12.1234568, name: 'The Copper Still' },
    });
    const search = await world.call('GET', '/venues?lat=0.00000000000000000001&lng=-0.00000000000000000001', customer);
    expect(search).toMatchObject({ status: 200 });
  });

  it('refuses a name with NUL', async () => {
    expect(await create({ name: 'a\u0000b' })).toMatchObject({ status: 400 });
  });

  it('refuses a latitude that overflows to infinity', async () => {
    const rawBody = '{"name":"A","address":"B","currency":"USD","latitude":1e999,"longitude":0}';
    const headers = { 'content-type': 'application/json' };
    expect(await world.app.request('POST', '/venues', { rawBody, headers, token: manager.token })).toMatchObject({
      status: 400,
    });
  });

  describe('changing', () => {
    const patch = (id: string, person: Person, body: unknown, headers?: Record<string, string>): Promise<Answer> =>
      world.call('PATCH', `/venues/${id}`, person, { body, headers });

    it('changes what is given, and counts the version up', async () => {
      const { id } = await world.venue(manager, { coverImageUrl: 'https://images.example/a.jpg' });
      const answer = await patch(id, manager, { name: 'The Tin Still', coverImageUrl: null, status: 'closed' });
      const changed = {
        name: 'The Tin Still',
        coverImageUrl: null,
        status: 'closed',
        address: '12 Example Street',
        version: 2,
      };
      expect(answer).toMatchObject({ status: 200, body: changed });
      expect(answer.headers.get('etag')).toBe('"2"');
    });

    it('refuses a stale version, in the header and in the body', async () => {
      const { id } = await world.venue(manager);
      expect(await patch(id, manager, { name: 'B' }, { 'if-match': '"1"' })).toMatchObject({ status: 200 });
      const stale = { status: 412, body: { code: 'stale_version' } };
      expect(await patch(id, manager, { name: 'C' }, { 'if-match': '"1"' })).toMatchObject(stale);
      expect(await patch(id, manager, { name: 'C' }, { 'if-match': '"99999999999999999"' })).toMatchObject(stale);
      expect(await patch(id, manager, { name: 'C', version: 1 })).toMatchObject(stale);
      expect(await patch(id, manager, { name: 'C', version: 2 })).toMatchObject({ status: 200, body: { version: 3 } });
    });

    it('lets exactly one of many who read the same version change it', async () => {
      const { id } = await world.venue(manager);
      const names = Array.from({ length: 10 }, (_, index) => `Name ${index}`);
      const answers = await Promise.all(names.map((name) => patch(id, manager, { name }, { 'if-match': '"1"' })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(412)]);
    });

    it('is for its managers and for admins', async () => {
      const { id } = await world.venue(manager);
      const [stranger, admin] = [await world.manager(), await world.person('Root', ['admin'])];
      expect(await patch(id, stranger, { name: 'Mine' })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect(await patch(id, customer, { name: 'Mine' })).toMatchObject({ status: 403 });
      expect(await patch(id, admin, { name: 'Ours' })).toMatchObject({ status: 200 });
      expect(await patch(world.newId(), stranger, { name: 'Mine' })).toMatchObject({ status: 404 });
    });

    it.each([
      { name: null },
      { name: '' },
      { status: 'sold' },
      { currency: 'INR' },
      { latitude: null },
      { version: 0 },
      { version: '1' },
      { id: 'x' },
    ])('refuses %j', async (body) => {
      const { id } = await world.venue(manager);
      expect(await patch(id, manager, body)).toMatchObject({ status: 400 });
    });
  });
});
