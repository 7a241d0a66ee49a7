import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { type Answer, type Person, VenueWorld } from '../e2e/venue-world.ts';
import { ConflictingDynamoDb } from './conflicting-dynamodb.ts';

const PEOPLE = 100;
const VENUES = 5;
const MOVES = 4;

describe('people who come and go at once', () => {
  let world: VenueWorld;
  let dynamo: ConflictingDynamoDb;
  let people: Person[];
  let venueIds: string[];

  beforeAll(async () => {
    const upstream = process.env['DYNAMODB_ENDPOINT'];
    if (!upstream) throw new Error('DYNAMODB_ENDPOINT is not set: run the tests with `npm test`');
    dynamo = new ConflictingDynamoDb(new URL(upstream));
    world = await VenueWorld.open({ DYNAMODB_ENDPOINT: await dynamo.listen() });
    const manager = await world.manager();
    people = await Promise.all(Array.from({ length: PEOPLE }, () => world.person()));
    venueIds = await Promise.all(Array.from({ length: VENUES }, async () => (await world.venue(manager)).id));
  });
  afterEach(() => {
    dynamo.conflictsToCome = 0;
  });
  afterAll(async () => {
    await world.close();
    await dynamo.close();
  });

  const venue = (index: number): string => venueIds[index % VENUES] ?? '';
  const leave = (person: Person): Promise<Answer> => world.call('DELETE', '/presence', person);
  const whereabouts = async (person: Person): Promise<unknown> =>
    (await world.demand(200, world.call('GET', '/presence/me', person)))['venueId'];

  async function scan(table: 'presence' | 'venue-counts'): Promise<Record<string, unknown>[]> {
    const database = world.app.get(DynamoDb);
    const command = new ScanCommand({ TableName: database.table(table), ConsistentRead: true });
    return (await database.document.send(command)).Items ?? [];
  }

  /** What every test ends with: each count is the number of presences it counts. */
  async function expectCountsToAgree(): Promise<void> {
    const [presences, counts] = [await scan('presence'), await scan('venue-counts')];
    for (const { venueId, count } of counts) {
      expect(count).toBe(presences.filter((presence) => presence['venueId'] === venueId).length);
    }
    const counted = new Set(counts.map(({ venueId }) => venueId));
    expect(presences.filter(({ venueId }) => !counted.has(venueId))).toEqual([]);
  }

  it('leave counts equal to the presences, for 100 people among five venues', async () => {
    await Promise.all(
      people.map(async (person, index) => {
        for (let move = 0; move < MOVES; move += 1) {
          await world.demand(200, world.checkIn(person, venue(index * 7 + move * 3)));
        }
        if (index % 10 === 0) await world.demand(204, leave(person));
      }),
    );
    await expectCountsToAgree();
    expect(await scan('presence')).toHaveLength(PEOPLE - PEOPLE / 10);
  }, 60_000);

  it('are in exactly one venue when they check in at many at once', async () => {
    for (const person of people.slice(0, 10)) {
      const answers = await Promise.all(venueIds.map((venueId) => world.checkIn(person, venueId)));
      expect(answers.map(({ status }) => status)).toEqual(venueIds.map(() => 200));
      expect(venueIds).toContain(await whereabouts(person));
    }
    await expectCountsToAgree();
  });

  it('are counted once when the same check-in comes many times at once', async () => {
    const person = await world.person();
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.checkIn(person, venue(0))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await expectCountsToAgree();
  });

  it('are counted right when they leave and arrive at once', async () => {
    const person = await world.person();
    for (let round = 0; round < 10; round += 1) {
      const answers = await Promise.all([
        world.checkIn(person, venue(round)),
        leave(person),
        leave(person),
        world.checkIn(person, venue(round + 1)),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 204, 204, 200]);
    }
    await expectCountsToAgree();
  });

  it('are let in after DynamoDB answered with conflicts, and are counted once', async () => {
    const [person, before] = [await world.person(), dynamo.conflicts];
    dynamo.conflictsToCome = 3;
    expect(await world.checkIn(person, venue(1))).toMatchObject({ status: 200 });
    expect(dynamo.conflicts - before).toBe(3);
    dynamo.conflictsToCome = 2;
    expect(await world.checkIn(person, venue(2))).toMatchObject({ status: 200 });
    dynamo.conflictsToCome = 2;
    expect(await leave(person)).toMatchObject({ status: 204 });
    expect(dynamo.conflicts - before).toBe(7);
    await expectCountsToAgree();
  });

  it('are asked to come again when the conflicts do not end, and nothing was written', async () => {
    const person = await world.person();
    dynamo.conflictsToCome = 1_000;
    const answer = await world.checkIn(person, venue(3));
    expect(answer).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('1');
    dynamo.conflictsToCome = 0;
    expect(await world.call('GET', '/presence/me', person)).toMatchObject({ status: 404 });
    await expectCountsToAgree();
  });
});
