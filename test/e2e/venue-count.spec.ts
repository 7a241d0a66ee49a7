import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { VenueCounts } from '../../src/modules/counters/index.ts';
import { PRESENCE_MS } from '../../src/modules/presence/presence.ts';
import { RecountedVenues, SETTLED_MS } from '../../src/modules/presence/recounted-venues.ts';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { type Person, VenueWorld } from './venue-world.ts';

describe('the count of a venue', () => {
  let world: VenueWorld;
  let alice: Person;
  let bob: Person;
  let venue: Record<string, unknown> & { id: string };

  beforeAll(async () => {
    world = await VenueWorld.open();
  });
  beforeEach(async () => {
    world.clock.set(new Date());
    [alice, bob] = [await world.person('Alice'), await world.person('Bob')];
    venue = await world.venue(await world.manager());
  });
  afterAll(() => world.close());

  const read = (): Promise<Record<string, unknown>> =>
    world.demand(200, world.call('GET', `/venues/${venue.id}/count`, alice));

  const storedPresence = async (person: Person): Promise<Record<string, unknown> | undefined> => {
    const dynamo = world.app.get(DynamoDb);
    const command = new GetCommand({
      TableName: dynamo.table('presence'),
      Key: { userId: person.id },
      ConsistentRead: true,
    });
    return (await dynamo.document.send(command)).Item;
  };

  const setCount = async (count: number): Promise<void> => {
    const dynamo = world.app.get(DynamoDb);
    const Item = { venueId: venue.id, count, updatedAt: world.clock.now().getTime() };
    await dynamo.document.send(new PutCommand({ TableName: dynamo.table('venue-counts'), Item }));
  };

  const losePresence = async (person: Person): Promise<void> => {
    const dynamo = world.app.get(DynamoDb);
    const command = new DeleteCommand({ TableName: dynamo.table('presence'), Key: { userId: person.id } });
    await dynamo.document.send(command);
  };

  it('is zero since the venue opened where nobody ever was', async () => {
    expect(await read()).toEqual({ venueId: venue.id, count: 0, updatedAt: venue['createdAt'] });
  });

  it('says when it last changed', async () => {
    world.clock.advance(1_000);
    await world.checkIn(alice, venue.id);
    const changedAt = world.clock.now().toISOString();
    expect(await read()).toEqual({ venueId: venue.id, count: 1, updatedAt: changedAt });
    world.clock.advance(1_000);
    await world.checkIn(alice, venue.id);
    expect(await read()).toMatchObject({ count: 1, updatedAt: changedAt });
  });

  it('is not found where there is no venue', async () => {
    expect(await world.call('GET', `/venues/${world.newId()}/count`, alice)).toMatchObject({ status: 404 });
    expect(await world.call('GET', `/venues/${venue.id}/count`)).toMatchObject({ status: 401 });
  });

  it('is healed of people who are gone, who are removed with it', async () => {
    await world.checkIn(alice, venue.id);
    world.clock.advance(PRESENCE_MS / 2);
    await world.checkIn(bob, venue.id);
    world.clock.advance(PRESENCE_MS / 2);
    expect(await world.runJob('recount-venues')).toEqual({ status: 'succeeded', processed: 1 });
    expect(await read()).toMatchObject({ count: 1, updatedAt: world.clock.now().toISOString() });
    expect(await storedPresence(alice)).toBeUndefined();
    expect(await storedPresence(bob)).toBeDefined();
    expect(await world.runJob('recount-venues')).toEqual({ status: 'succeeded', processed: 0 });
  });

  it('is right when people come back while it is healed', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => world.person()));
    await Promise.all(people.map((person) => world.checkIn(person, venue.id)));
    world.clock.advance(PRESENCE_MS);
    const back = people.slice(0, 6);
    await Promise.all([world.runJob('recount-venues'), ...back.map((person) => world.checkIn(person, venue.id))]);
    await world.runJob('recount-venues');
    expect(await read()).toMatchObject({ count: back.length });
  });

  describe('that differs from the people who are there', () => {
    const heal = (): Promise<unknown> => {
      world.clock.advance(SETTLED_MS);
      return world.runJob('recount-venues');
    };

    it.each([
      ['too high', 7],
      ['too low', 1],
    ])('is corrected when it is %s', async (_what, wrong) => {
      await world.checkIn(alice, venue.id);
      await world.checkIn(bob, venue.id);
      await setCount(wrong);
      expect(await heal()).toEqual({ status: 'succeeded', processed: 1 });
      expect(await read()).toMatchObject({ count: 2, updatedAt: world.clock.now().toISOString() });
      expect(await heal()).toEqual({ status: 'succeeded', processed: 0 });
    });

    it('is zero, and not less, when the presences are lost', async () => {
      for (const person of [alice, bob]) {
        await world.checkIn(person, venue.id);
        await losePresence(person);
      }
      await heal();
      expect(await read()).toMatchObject({ count: 0 });
      await heal();
      expect(await read()).toMatchObject({ count: 0 });
    });

    it('counts expired people who are still stored, for they are taken off one by one', async () => {
      await world.checkIn(alice, venue.id);
      world.clock.advance(PRESENCE_MS);
      const counts = world.app.get(RecountedVenues);
      expect(await counts.correct([venue.id])).toBe(0);
      await world.runJob('recount-venues');
      expect(await read()).toMatchObject({ count: 0 });
    });

    it('is left alone while it may only be ahead of the index', async () => {
      await setCount(5);
      world.clock.advance(SETTLED_MS - 1);
      expect(await world.app.get(RecountedVenues).correct([venue.id])).toBe(0);
      expect(await read()).toMatchObject({ count: 5 });
    });

    it('is not written over when it changed after it was read', async () => {
      await setCount(5);
      const counts = world.app.get(VenueCounts);
      const counted = (await counts.many([venue.id])).get(venue.id);
      if (!counted) throw new Error('there is no count');
      await setCount(6);
      expect(await counts.correct(counted, 0, world.clock.now())).toBe(false);
      world.clock.advance(1);
      await setCount(5);
      expect(await counts.correct(counted, 0, world.clock.now())).toBe(false);
      expect(await read()).toMatchObject({ count: 5 });
    });
  });

  it('never becomes negative, and a count that was lost keeps nobody from leaving or moving', async () => {
    const other = await world.venue(await world.manager());
    await world.checkIn(alice, venue.id);
    await world.checkIn(bob, venue.id);
    await setCount(0);
    expect(await world.call('DELETE', '/presence', alice)).toMatchObject({ status: 204 });
    expect(await world.checkIn(bob, other.id)).toMatchObject({ status: 200 });
    expect(await read()).toMatchObject({ count: 0 });
    expect(await world.countOf(other.id, bob)).toBe(1);
    expect(await storedPresence(alice)).toBeUndefined();
  });

  it('leaves presences to the expiry of the store only long after the job would have removed them', async () => {
    await world.checkIn(alice, venue.id);
    const expiresAt = (await storedPresence(alice))?.['expiresAt'] as number;
    expect(expiresAt * 1000).toBeGreaterThan(world.clock.now().getTime() + PRESENCE_MS + 24 * 60 * 60 * 1000);
  });
});
