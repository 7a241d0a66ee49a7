import type { Pool } from 'pg';
import { type Answer, type Person, VenueWorld } from '../e2e/venue-world.ts';
import { eventually } from '../faults/eventually.ts';
import { ownerPool } from '../support/test-database.ts';
import { PATIENCE_MS } from '../support/patience.ts';

describe('a group that changes hands while a request waits for it', () => {
  let world: VenueWorld;
  let alice: Person;
  let bob: Person;
  let carol: Person;
  let owner: Pool;

  beforeAll(async () => {
    world = await VenueWorld.open();
    owner = ownerPool(world.app.environment['DATABASE_OWNER_URL']);
    [alice, bob, carol] = [await world.person('Alice'), await world.person('Bob'), await world.person('Carol')];
  });
  afterAll(async () => {
    await owner?.end();
    await world.close();
  });

  // Who waits for what is not shown to the application.
  const somebodyWaits = async (): Promise<boolean> => {
    const text = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return ((await owner.query(text)).rowCount ?? 0) > 0;
  };

  // The group's new owner is committed only when the request waits for the group, or has not waited for it.
  async function whileChangingHands(id: string, request: () => Promise<Answer>): Promise<Answer> {
    const client = await world.postgres.pool.connect();
    try {
      await client.query('begin');
      await client.query('update friend_group set owner_id = $1 where id = $2', [bob.id, id]);
      let answered = false;
      const answer = request().finally(() => (answered = true));
      await eventually(
        'the request waits, or is answered',
        PATIENCE_MS,
        async () => answered || (await somebodyWaits()),
      );
      await client.query('commit');
      return await answer;
    } finally {
      client.release();
    }
  }

  it.each([
    ['ended', (id: string) => world.call('DELETE', `/groups/${id}`, alice)],
    ['left without a member', (id: string) => world.call('DELETE', `/groups/${id}/members/${carol.id}`, alice)],
    ['renamed', (id: string) => world.call('PATCH', `/groups/${id}`, alice, { body: { name: 'X' } })],
  ])('is not %s by who no longer owns it', async (_what, request) => {
    const id = await world.group(alice, bob, carol);
    expect(await whileChangingHands(id, () => request(id))).toMatchObject({ status: 403 });
    expect(await world.call('GET', `/groups/${id}`, bob)).toMatchObject({
      status: 200,
      body: { name: 'Friends', memberCount: 3 },
    });
  });
});
