import { PRESENCE_MS } from '../../src/modules/presence/presence.ts';
import { type Answer, NEW_YORK, type Person, VenueWorld } from './venue-world.ts';

const MINUTE_MS = 60_000;

describe('presence', () => {
  let world: VenueWorld;
  let manager: Person;
  let alice: Person;
  let bob: Person;
  let venueId: string;

  beforeAll(async () => {
    world = await VenueWorld.open();
    manager = await world.manager();
  });
  beforeEach(async () => {
    world.clock.set(new Date());
    [alice, bob] = [await world.person('Alice'), await world.person('Bob')];
    venueId = (await world.venue(manager)).id;
  });
  afterAll(() => world.close());

  const me = (person: Person): Promise<Answer> => world.call('GET', '/presence/me', person);
  const leave = (person: Person): Promise<Answer> => world.call('DELETE', '/presence', person);
  const visitors = async (person: Person, query = ''): Promise<unknown> =>
    (await world.demand(200, world.call('GET', `/venues/${venueId}/presence${query}`, person)))['data'];

  it('begins with a check-in and lasts four hours', async () => {
    const now = world.clock.now();
    const expected = {
      venueId,
      wantsToBuy: true,
      wantsToReceive: false,
      checkedInAt: now.toISOString(),
      lastSeenAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + PRESENCE_MS).toISOString(),
    };
    const answer = await world.checkIn(alice, venueId);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(expected);
    expect((await me(alice)).body).toEqual(expected);
    expect(await world.countOf(venueId, alice)).toBe(1);
  });

  it('goes on with a heartbeat, which counts nobody twice', async () => {
    const since = world.clock.now().toISOString();
    await world.checkIn(alice, venueId);
    world.clock.advance(5 * MINUTE_MS);
    const beat = await world.checkIn(alice, venueId, { wantsToBuy: false, wantsToReceive: true });
    const lastSeenAt = world.clock.now().toISOString();
    expect(beat.body).toMatchObject({ checkedInAt: since, lastSeenAt, wantsToBuy: false, wantsToReceive: true });
    expect((await me(alice)).body).toEqual(beat.body);
    expect(await world.countOf(venueId, alice)).toBe(1);
  });

  it('moves from one venue to another', async () => {
    const other = await world.venue(manager);
    await world.checkIn(alice, venueId);
    await world.checkIn(bob, venueId);
    expect(await world.checkIn(alice, other.id)).toMatchObject({ status: 200, body: { venueId: other.id } });
    expect([await world.countOf(venueId, alice), await world.countOf(other.id, alice)]).toEqual([1, 1]);
  });

  it('ends when one leaves, and it is fine to leave twice', async () => {
    await world.checkIn(alice, venueId);
    expect(await leave(alice)).toMatchObject({ status: 204 });
    expect(await leave(alice)).toMatchObject({ status: 204 });
    expect(await me(alice)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await world.countOf(venueId, alice)).toBe(0);
  });

  it('takes the id of a venue in capitals for the same venue', async () => {
    await world.checkIn(alice, venueId);
    expect(await world.checkIn(alice, venueId.toUpperCase())).toMatchObject({ status: 200, body: { venueId } });
    expect(await world.countOf(venueId.toUpperCase(), alice)).toBe(1);
  });

  it('needs the person within 500 m of an open venue', async () => {
    const degreesPerMeter = 1 / 111_195;
    const near = { lat: NEW_YORK.latitude + 499 * degreesPerMeter };
    const far = { lat: NEW_YORK.latitude + 501 * degreesPerMeter };
    expect(await world.checkIn(alice, venueId, far)).toMatchObject({
      status: 422,
      body: { code: 'too_far_from_venue' },
    });
    expect(await world.checkIn(alice, venueId, near)).toMatchObject({ status: 200 });
    await world.demand(200, world.call('PATCH', `/venues/${venueId}`, manager, { body: { status: 'closed' } }));
    expect(await world.checkIn(bob, venueId)).toMatchObject({ status: 422, body: { code: 'venue_closed' } });
    expect(await world.checkIn(bob, world.newId())).toMatchObject({ status: 404 });
  });

  it.each([
    { venueId: 'x' },
    { venueId: null },
    { lat: undefined },
    { lat: 91 },
    { lng: -180.5 },
    { lat: '40.7' },
    { lng: null },
    { wantsToBuy: 'true' },
    { wantsToReceive: undefined },
    { wantsToReceive: 1 },
    { userId: 'x' },
  ])('refuses %j', async (overrides) => {
    expect(await world.checkIn(alice, venueId, overrides)).toMatchObject({
      status: 400,
      body: { code: 'validation_failed' },
    });
  });

  it('needs a caller', async () => {
    expect(await world.call('PUT', '/presence')).toMatchObject({ status: 401 });
    expect(await world.call('GET', '/presence/me')).toMatchObject({ status: 401 });
  });

  describe('of friends', () => {
    it('is seen by friends and by nobody else', async () => {
      await world.group(alice, bob);
      const stranger = await world.person('Sam');
      await world.checkIn(alice, venueId);
      await world.checkIn(stranger, venueId);
      expect(await visitors(bob)).toEqual([
        { id: alice.id, firstName: 'Alice', wantsToBuy: true, wantsToReceive: false },
      ]);
      expect(await visitors(stranger)).toEqual([]);
      expect(await world.countOf(venueId, bob)).toBe(2);
    });

    it('is not seen at another venue, nor after leaving the group', async () => {
      const groupId = await world.group(alice, bob);
      const other = await world.venue(manager);
      await world.checkIn(alice, other.id);
      expect(await visitors(bob)).toEqual([]);
      await world.checkIn(alice, venueId);
      expect(await visitors(bob)).toHaveLength(1);
      await world.demand(204, world.call('DELETE', `/groups/${groupId}/members/${bob.id}`, bob));
      expect(await visitors(bob)).toEqual([]);
    });

    it('is filtered by what they want', async () => {
      const carol = await world.person('Carol');
      await world.group(bob, alice, carol);
      await world.checkIn(alice, venueId, { wantsToBuy: true, wantsToReceive: false });
      await world.checkIn(carol, venueId, { wantsToBuy: false, wantsToReceive: true });
      expect(await visitors(bob, '?wantsToBuy=true')).toEqual([expect.objectContaining({ id: alice.id })]);
      expect(await visitors(bob, '?wantsToBuy=false')).toEqual([expect.objectContaining({ id: carol.id })]);
      expect(await visitors(bob, '?wantsToReceive=true')).toEqual([expect.objectContaining({ id: carol.id })]);
      expect(await visitors(bob, '?wantsToBuy=true&wantsToReceive=true')).toEqual([]);
    });

    it('comes in pages, whose cursor is good for its own list only', async () => {
      const friends = [await world.person('C'), await world.person('D'), await world.person('E')];
      await world.group(bob, ...friends);
      for (const friend of friends) await world.checkIn(friend, venueId);
      const path = `/venues/${venueId}/presence?limit=2`;
      const first = await world.demand(200, world.call('GET', path, bob));
      const cursor = encodeURIComponent(first['nextCursor'] as string);
      const second = await world.demand(200, world.call('GET', `${path}&cursor=${cursor}`, bob));
      const seen = [...(first['data'] as { id: string }[]), ...(second['data'] as { id: string }[])].map(
        ({ id }) => id,
      );
      expect(seen).toEqual(friends.map(({ id }) => id).sort());
      expect(await world.call('GET', `${path}&cursor=${cursor}`, alice)).toMatchObject({
        status: 400,
        body: { code: 'invalid_cursor' },
      });
      expect(await world.call('GET', `${path}&wantsToBuy=true&cursor=${cursor}`, bob)).toMatchObject({ status: 400 });
    });

    it.each(['?wantsToBuy=yes', '?wantsToBuy=1', '?limit=0', '?cursor=forged', '?userId=x'])(
      'refuses %s',
      async (query) => {
        expect(await world.call('GET', `/venues/${venueId}/presence${query}`, bob)).toMatchObject({ status: 400 });
      },
    );

    it('is not found where there is no venue', async () => {
      expect(await world.call('GET', `/venues/${world.newId()}/presence`, bob)).toMatchObject({ status: 404 });
    });
  });

  describe('that is past its time', () => {
    it('is seen by nobody from the very moment on', async () => {
      await world.group(alice, bob);
      await world.checkIn(alice, venueId);
      world.clock.advance(PRESENCE_MS - 1);
      expect(await me(alice)).toMatchObject({ status: 200 });
      expect(await visitors(bob)).toHaveLength(1);
      world.clock.advance(1);
      expect(await me(alice)).toMatchObject({ status: 404 });
      expect(await visitors(bob)).toEqual([]);
    });

    it('makes the next check-in a new one, and still counts once', async () => {
      await world.checkIn(alice, venueId);
      world.clock.advance(PRESENCE_MS);
      const again = await world.checkIn(alice, venueId);
      expect(again.body).toMatchObject({ checkedInAt: world.clock.now().toISOString() });
      expect(await world.countOf(venueId, alice)).toBe(1);
    });

    it('is taken off the old venue when the person comes to another', async () => {
      const other = await world.venue(manager);
      await world.checkIn(alice, venueId);
      world.clock.advance(PRESENCE_MS + MINUTE_MS);
      await world.checkIn(alice, other.id);
      expect([await world.countOf(venueId, alice), await world.countOf(other.id, alice)]).toEqual([0, 1]);
    });
  });
});
