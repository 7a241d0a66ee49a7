import { Venues } from '../../src/modules/venues/index.ts';
import { type Answer, type Person, VenueWorld } from './venue-world.ts';

describe('the staff of a venue', () => {
  let world: VenueWorld;
  let manager: Person;
  let venueId: string;

  beforeAll(async () => {
    world = await VenueWorld.open();
    manager = await world.manager();
  });
  beforeEach(async () => {
    venueId = (await world.venue(manager)).id;
  });
  afterAll(() => world.close());

  const add = (body: unknown, person = manager): Promise<Answer> =>
    world.call('POST', `/venues/${venueId}/staff`, person, { body });
  const remove = (userId: string, person = manager): Promise<Answer> =>
    world.call('DELETE', `/venues/${venueId}/staff/${userId}`, person);

  it('grows by whom a manager adds, once each', async () => {
    const bob = await world.person('Bob');
    expect(await add({ userId: bob.id, role: 'bartender' })).toMatchObject({
      status: 201,
      body: { userId: bob.id, firstName: 'Bob', role: 'bartender' },
    });
    expect(await add({ userId: bob.id, role: 'manager' })).toMatchObject({
      status: 409,
      body: { code: 'already_staff' },
    });
    expect(await world.app.get(Venues).staffRole(venueId, bob.id)).toBe('bartender');
  });

  it('has one entry for a person whom many add at once', async () => {
    const bob = await world.person('Bob');
    const answers = await Promise.all(Array.from({ length: 8 }, () => add({ userId: bob.id, role: 'bartender' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
  });

  it('lets a new manager manage at once', async () => {
    const bob = await world.person('Bob');
    await world.demand(201, add({ userId: bob.id, role: 'manager' }));
    const answer = await world.call('PATCH', `/venues/${venueId}`, bob, { body: { name: 'Bob’s' } });
    expect(answer).toMatchObject({ status: 200 });
  });

  it('gives a manager no role that would outlive the job, and no right to open venues', async () => {
    const bob = await world.person('Bob');
    await world.demand(201, add({ userId: bob.id, role: 'manager' }));
    await world.demand(204, remove(bob.id));
    const { roles } = await world.postgres.prisma.user.findUniqueOrThrow({ where: { id: bob.id } });
    expect(roles).toEqual(['customer']);
    const answer = await world.call('POST', '/venues', bob, { body: world.venueBody() });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it('loses whom a manager removes, who may do nothing there from then on', async () => {
    const other = await world.manager();
    await world.demand(201, add({ userId: other.id, role: 'manager' }));
    await world.demand(200, world.call('GET', `/venues/${venueId}/staff`, other));
    expect(await remove(other.id)).toMatchObject({ status: 204 });
    expect(await remove(other.id)).toMatchObject({ status: 404 });
    expect(await world.call('GET', `/venues/${venueId}/staff`, other)).toMatchObject({ status: 403 });
  });

  it('is not for bartenders and strangers to see or to change, but for admins', async () => {
    const [bartender, stranger, admin] = [
      await world.manager(),
      await world.manager(),
      await world.person('Root', ['admin']),
    ];
    await world.demand(201, add({ userId: bartender.id, role: 'bartender' }));
    for (const person of [bartender, stranger]) {
      expect(await world.call('GET', `/venues/${venueId}/staff`, person)).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
      expect(await add({ userId: person.id, role: 'manager' }, person)).toMatchObject({ status: 403 });
      expect(await remove(manager.id, person)).toMatchObject({ status: 403 });
    }
    expect(await world.call('GET', `/venues/${venueId}/staff`, admin)).toMatchObject({ status: 200 });
  });

  it('comes in pages', async () => {
    for (const name of ['A', 'B'])
      await world.demand(201, add({ userId: (await world.person(name)).id, role: 'bartender' }));
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await world.demand(200, world.call('GET', `/venues/${venueId}/staff?limit=2${query}`, manager));
      seen.push(...(page['data'] as { userId: string }[]).map(({ userId }) => userId));
      cursor = page['nextCursor'] as string | null;
    }
    expect(new Set(seen).size).toBe(3);
    expect(seen).toHaveLength(3);
  });

  it.each([{}, { role: 'manager' }, { userId: 'x', role: 'manager' }, { userId: null, role: 'manager' }])(
    'refuses %j',
    async (body) => {
      expect(await add(body)).toMatchObject({ status: 400 });
    },
  );

  it('refuses roles and people that do not exist', async () => {
    expect(await add({ userId: manager.id, role: 'owner' })).toMatchObject({ status: 400 });
    expect(await add({ userId: world.newId(), role: 'manager' })).toMatchObject({ status: 404 });
    expect(await remove('no-uuid')).toMatchObject({ status: 404 });
  });
});
