import { OutboxRelay } from '../../src/platform/events/index.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { DAY_MS, PrivacyWorld } from '../support/privacy-world.ts';
import type { Person } from '../support/world.ts';

let world: PrivacyWorld;
beforeAll(async () => {
  world = await PrivacyWorld.open();
});
afterEach(() => world.expectSound());
afterAll(() => world.close());

describe('a legal hold', () => {
  const place = async (admin: Person, person: Person) =>
    world.call<{ id: string }>('POST', `/admin/users/${person.id}/legal-holds`, admin, { body: { reason: 'Case 1' } });
  const release = (admin: Person, id: string) =>
    world.call('POST', `/admin/legal-holds/${id}/release`, admin, { body: { reason: 'Closed' } });

  it('keeps a person from being forgotten until the last is released; their account closes all the same', async () => {
    const [gone, admin] = [await world.spent(), await world.stage.admin()];
    const holds = [(await place(admin, gone.person)).body.id, (await place(admin, gone.person)).body.id];
    expect((await world.ask(gone.person)).status).toBe(202);
    for (const id of holds) {
      await world.carryOut();
      expect(await world.isForgotten(gone.person)).toBe(false);
      const profile = await world.postgres.prisma.userProfile.count({ where: { userId: gone.person.id } });
      expect(profile).toBe(1);
      expect((await release(admin, id)).status).toBe(200);
    }
    await world.carryOut();
    await world.expectForgotten(gone);
  });

  it('has a history that nobody changes', async () => {
    const [person, admin] = [await world.stage.person(), await world.stage.admin()];
    const { body } = await place(admin, person);
    await release(admin, body.id);
    expect((await release(admin, body.id)).body).toMatchObject({ status: 409, code: 'legal_hold_released' });
    world.clock.advance(1_000);
    await place(admin, person);
    const list = await world.call<{ data: Record<string, unknown>[] }>(
      'GET',
      `/admin/users/${person.id}/legal-holds`,
      admin,
    );
    expect(list.body.data).toMatchObject([
      { reason: 'Case 1', releasedAt: null, placedBy: admin.id },
      { reason: 'Case 1', releaseReason: 'Closed', releasedBy: admin.id },
    ]);
    const { pool } = world.postgres;
    await expect(pool.query("update legal_hold set reason = 'x'")).rejects.toThrow('only ever released');
    await expect(pool.query('delete from legal_hold')).rejects.toThrow('permission denied');
  });

  it('keeps what is deleted when its time is over', async () => {
    const [held, other, admin] = [await world.spent(), await world.spent(), await world.stage.admin()];
    await place(admin, held.person);
    world.clock.advance(200 * DAY_MS);
    await world.app.get(Jobs).runNow('api-key-cleanup');
    const left = await world.postgres.prisma.apiKey.findMany({
      where: { userId: { in: [held.person.id, other.person.id] } },
      select: { userId: true },
    });
    expect(left).toEqual([{ userId: held.person.id }]);
  });

  it('is not told to its person, and placed by nobody who may not', async () => {
    const [person, admin] = [await world.stage.person(), await world.stage.admin()];
    await place(admin, person);
    expect((await world.call('GET', '/me/export', person)).text).not.toContain('Case 1');
    expect((await place(person, admin)).status).toBe(403);
    expect((await world.call('GET', `/admin/users/${person.id}/legal-holds`, person)).status).toBe(403);
    const nobody = { id: '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4eff', token: '' };
    expect((await place(admin, nobody)).status).toBe(404);
  });

  it('and an erasure at the same moment: one of them comes first', async () => {
    const admin = await world.stage.admin();
    for (let round = 0; round < 8; round += 1) {
      const gone = await world.spent();
      await world.ask(gone.person);
      await world.app.get(OutboxRelay).drain();
      const [placed] = await Promise.all([place(admin, gone.person), world.run()]);
      expect([placed.status, await world.isForgotten(gone.person)]).toEqual(
        placed.status === 201 ? [201, false] : [404, true],
      );
      if (placed.status === 201) await release(admin, placed.body.id);
    }
  });
});
