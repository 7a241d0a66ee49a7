import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { MAX_FRIENDS_ONE_BY_ONE } from '../../src/modules/presence/friends-present.ts';
import { type Answer, NEW_YORK, type Person, VenueWorld } from './venue-world.ts';

const MEMBERS_PER_GROUP = 90;

describe('the presence of very many friends', () => {
  let world: VenueWorld;
  let alice: Person;
  let friend: Person;
  let stranger: Person;
  let venueId: string;
  let otherId: string;

  beforeAll(async () => {
    world = await VenueWorld.open();
    const manager = await world.manager();
    [alice, friend, stranger] = [await world.person('Alice'), await world.person('Bob'), await world.person('Sam')];
    [venueId, otherId] = [(await world.venue(manager)).id, (await world.venue(manager)).id];
    await befriend(MAX_FRIENDS_ONE_BY_ONE + 1);
  });
  afterAll(() => world.close());

  // Over the API this would take an invitation each.
  async function befriend(count: number): Promise<void> {
    const at = { createdAt: world.clock.now() };
    const name = { firstName: 'F', lastName: 'F', passwordHash: 'none', updatedAt: at.createdAt };
    const people = Array.from({ length: count - 1 }, () => world.newId());
    await world.postgres.prisma.user.createMany({
      data: people.map((id) => ({ id, email: `${id}@test.example`, ...name, ...at })),
    });
    const friends = [friend.id, ...people];
    for (let start = 0; start < friends.length; start += MEMBERS_PER_GROUP) {
      const groupId = world.newId();
      await world.postgres.prisma.group.create({ data: { id: groupId, name: 'G', ownerId: alice.id, ...at } });
      const members = [alice.id, ...friends.slice(start, start + MEMBERS_PER_GROUP)];
      await world.postgres.prisma.groupMember.createMany({
        data: members.map((userId) => ({ groupId, userId, ...at })),
      });
    }
  }

  /** The DynamoDB operations on presences that `work` takes. */
  async function readsOf(work: () => Promise<unknown>): Promise<string[]> {
    const { document } = world.app.get(DynamoDb);
    const reads: string[] = [];
    const name = 'reads';
    document.middlewareStack.add(
      (next, { commandName = '' }) =>
        (args) => {
          if (JSON.stringify(args.input).includes('presence')) reads.push(commandName);
          return next(args);
        },
      { name },
    );
    await work();
    document.middlewareStack.remove(name);
    return reads;
  }

  const visitors = (id: string): Promise<Answer> => world.call('GET', `/venues/${id}/presence`, alice);
  const search = (): Promise<Answer> =>
    world.call('GET', `/venues?lat=${NEW_YORK.latitude}&lng=${NEW_YORK.longitude}&radius=1km`, alice);
  const shown = { id: expect.any(String) as unknown, firstName: 'Bob' };

  it('is read from the venues, and shows friends alone, where they are now', async () => {
    for (const person of [friend, stranger]) await world.checkIn(person, venueId);
    await world.checkIn(friend, otherId);
    expect((await visitors(venueId)).body['data']).toEqual([]);
    expect((await visitors(otherId)).body['data']).toMatchObject([{ id: friend.id, firstName: 'Bob' }]);
    const { body } = await search();
    const friends = Object.fromEntries((body['data'] as Seen[]).map((venue) => [venue.id, venue.friends]));
    expect(friends).toMatchObject({ [venueId]: [], [otherId]: [shown] });
  });

  it('takes one query a venue, and no look at each friend', async () => {
    await world.checkIn(friend, venueId);
    await world.checkIn(stranger, otherId);
    expect(new Set(await readsOf(search))).toEqual(new Set(['QueryCommand']));
  });

  it('takes a look at each friend for who has few', async () => {
    expect(new Set(await readsOf(() => world.call('GET', `/venues/${venueId}/presence`, friend)))).toEqual(
      new Set(['BatchGetItemCommand']),
    );
  });
});

interface Seen {
  readonly id: string;
  readonly friends: readonly { readonly id: string }[];
}
