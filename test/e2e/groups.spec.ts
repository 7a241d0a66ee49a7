import { Friends } from '../../src/modules/groups/index.ts';
import { type Answer, type Person, VenueWorld } from './venue-world.ts';

type Named = { id: string; group: { id: string; name: string } };

describe('groups', () => {
  let world: VenueWorld;
  let alice: Person;
  let bob: Person;
  let carol: Person;

  beforeAll(async () => {
    world = await VenueWorld.open();
  });
  beforeEach(async () => {
    [alice, bob, carol] = [await world.person('Alice'), await world.person('Bob'), await world.person('Carol')];
  });
  afterAll(() => world.close());

  const invite = (groupId: string, body: unknown, person = alice): Promise<Answer> =>
    world.call('POST', `/groups/${groupId}/invitations`, person, { body });
  const invitationsOf = async (person: Person): Promise<Named[]> =>
    (await world.demand(200, world.call('GET', '/invitations', person)))['data'] as Named[];
  const membersOf = async (groupId: string, person = alice): Promise<unknown[]> =>
    (await world.demand(200, world.call('GET', `/groups/${groupId}`, person)))['members'] as unknown[];

  it('have their maker as owner and first member', async () => {
    const answer = await world.call('POST', '/groups', alice, { body: { name: 'Friday' } });
    expect(answer).toMatchObject({ status: 201, body: { name: 'Friday', ownerId: alice.id, memberCount: 1 } });
    expect(await membersOf(answer.body['id'] as string)).toEqual([
      expect.objectContaining({ id: alice.id, firstName: 'Alice' }),
    ]);
  });

  it('are seen by their members and by nobody else', async () => {
    const id = await world.group(alice, bob);
    expect(await world.call('GET', `/groups/${id}`, bob)).toMatchObject({ status: 200, body: { memberCount: 2 } });
    expect(await world.call('GET', `/groups/${id}`, carol)).toMatchObject({ status: 404 });
    expect(await world.call('PATCH', `/groups/${id}`, carol, { body: { name: 'X' } })).toMatchObject({ status: 404 });
    expect(await world.call('DELETE', `/groups/${id}`, carol)).toMatchObject({ status: 404 });
    expect(await invite(id, { userId: carol.id }, carol)).toMatchObject({ status: 404 });
    expect(await world.call('GET', '/groups', carol)).toMatchObject({ body: { data: [] } });
  });

  it('are renamed and ended by their owner alone', async () => {
    const id = await world.group(alice, bob);
    expect(await world.call('PATCH', `/groups/${id}`, bob, { body: { name: 'X' } })).toMatchObject({ status: 403 });
    expect(await world.call('DELETE', `/groups/${id}`, bob)).toMatchObject({ status: 403 });
    expect(await world.call('PATCH', `/groups/${id}`, alice, { body: { name: 'X' } })).toMatchObject({
      status: 200,
      body: { name: 'X', memberCount: 2 },
    });
    expect(await world.call('DELETE', `/groups/${id}`, alice)).toMatchObject({ status: 204 });
    expect(await world.call('GET', `/groups/${id}`, bob)).toMatchObject({ status: 404 });
    expect(await world.app.get(Friends).of(bob.id)).toEqual([]);
  });

  it('make friends of their members, once each however many groups they share', async () => {
    await world.group(alice, bob);
    await world.group(bob, alice, carol);
    expect((await world.app.get(Friends).of(alice.id)).sort()).toEqual([bob.id, carol.id].sort());
    expect(await world.app.get(Friends).of((await world.person()).id)).toEqual([]);
  });

  it('list in pages, oldest first', async () => {
    const ids = [await world.group(alice), await world.group(alice), await world.group(bob, alice)];
    const first = await world.demand(200, world.call('GET', '/groups?limit=2', alice));
    const cursor = encodeURIComponent(first['nextCursor'] as string);
    const second = await world.demand(200, world.call('GET', `/groups?limit=2&cursor=${cursor}`, alice));
    const seen = [...(first['data'] as { id: string }[]), ...(second['data'] as { id: string }[])].map(({ id }) => id);
    expect(seen).toEqual(ids);
    expect(await world.call('GET', `/groups?limit=2&cursor=${cursor}`, bob)).toMatchObject({
      status: 400,
      body: { code: 'invalid_cursor' },
    });
  });

  describe('invitations', () => {
    it('get the same answer whether or not the address has an account', async () => {
      const id = await world.group(alice);
      const [known, unknown] = [
        await invite(id, { email: bob.email.toUpperCase() }),
        await invite(id, { email: 'nobody@test.example' }),
      ];
      expect([known.status, unknown.status]).toEqual([202, 202]);
      expect(known.body).toEqual(unknown.body);
      expect(await invite(id, { userId: world.newId() })).toMatchObject({ status: 202, body: known.body });
      expect((await invitationsOf(bob)).map(({ group }) => group)).toEqual([{ id, name: 'Friends' }]);
    });

    it('say nothing of a member by address, but by the id that the caller sees anyway', async () => {
      const id = await world.group(alice, bob);
      expect(await invite(id, { email: bob.email })).toMatchObject({ status: 202 });
      expect(await invite(id, { userId: bob.id })).toMatchObject({ status: 409, body: { code: 'already_member' } });
      expect(await invitationsOf(bob)).toEqual([]);
    });

    it('are answered once, by the invited person', async () => {
      const id = await world.group(alice);
      await invite(id, { userId: bob.id });
      await invite(id, { userId: bob.id });
      const [invitation, ...others] = await invitationsOf(bob);
      expect(others).toEqual([]);
      expect(await world.call('POST', `/invitations/${invitation?.id}/accept`, carol)).toMatchObject({ status: 404 });
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => world.call('POST', `/invitations/${invitation?.id}/accept`, bob)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
      expect(await membersOf(id)).toHaveLength(2);
      expect(await world.call('POST', `/invitations/${invitation?.id}/decline`, bob)).toMatchObject({
        status: 409,
        body: { code: 'invitation_not_pending' },
      });
    });

    it('can be made again while they are answered', async () => {
      const id = await world.group(alice);
      for (let round = 0; round < 5; round += 1) {
        await invite(id, { userId: bob.id });
        const [invitation] = await invitationsOf(bob);
        const again = Array.from({ length: 4 }, () => invite(id, { userId: bob.id }));
        const answers = await Promise.all([world.call('POST', `/invitations/${invitation?.id}/accept`, bob), ...again]);
        expect(answers[0]?.status).toBe(200);
        expect(answers.slice(1).filter(({ status }) => status !== 202 && status !== 409)).toEqual([]);
        await world.demand(204, world.call('DELETE', `/groups/${id}/members/${bob.id}`, bob));
      }
    });

    it('can be declined, and made again', async () => {
      const id = await world.group(alice);
      await invite(id, { userId: bob.id });
      const [first] = await invitationsOf(bob);
      expect(await world.call('POST', `/invitations/${first?.id}/decline`, bob)).toMatchObject({
        body: { status: 'declined' },
      });
      expect(await invitationsOf(bob)).toEqual([]);
      await invite(id, { userId: bob.id });
      expect(await invitationsOf(bob)).toHaveLength(1);
    });

    it.each([
      {},
      { userId: 'x' },
      { email: 'no address' },
      { email: 7 },
      { email: `${'a'.repeat(250)}@test.example` },
      { userId: null },
      { name: 'x' },
    ])('refuse %j', async (body) => {
      expect(await invite(await world.group(alice), body)).toMatchObject({ status: 400 });
    });

    it('refuse an id and an address at once', async () => {
      expect(await invite(await world.group(alice), { userId: bob.id, email: bob.email })).toMatchObject({
        status: 400,
      });
    });
  });

  describe('members', () => {
    const remove = (groupId: string, userId: string, person: Person): Promise<Answer> =>
      world.call('DELETE', `/groups/${groupId}/members/${userId}`, person);

    it('leave by themselves, and are removed by the owner', async () => {
      const id = await world.group(alice, bob, carol);
      expect(await remove(id, carol.id, bob)).toMatchObject({ status: 403 });
      expect(await remove(id, bob.id, bob)).toMatchObject({ status: 204 });
      expect(await remove(id, carol.id, alice)).toMatchObject({ status: 204 });
      expect(await remove(id, carol.id, alice)).toMatchObject({ status: 404 });
      expect(await remove(id, alice.id, carol)).toMatchObject({ status: 404 });
      expect(await membersOf(id)).toHaveLength(1);
    });

    it('do not include an owner who walked away', async () => {
      const id = await world.group(alice, bob);
      expect(await remove(id, alice.id, alice)).toMatchObject({ status: 403 });
      expect(await remove(id, alice.id, bob)).toMatchObject({ status: 403 });
    });
  });

  describe('bounds', () => {
    const rows = (count: number): { id: string; name: string; ownerId: string; createdAt: Date }[] =>
      Array.from({ length: count }, () => ({ id: world.newId(), name: 'G', ownerId: alice.id, createdAt: new Date() }));

    it('hold a person to 100 groups, also when many are made at once', async () => {
      const groups = rows(98);
      await world.postgres.prisma.group.createMany({ data: groups });
      const data = groups.map(({ id, createdAt }) => ({ groupId: id, userId: alice.id, createdAt }));
      await world.postgres.prisma.groupMember.createMany({ data });
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => world.call('POST', '/groups', alice, { body: { name: 'One more' } })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 422, 422, 422, 422]);
      expect(answers.find(({ status }) => status === 422)?.body).toMatchObject({ code: 'too_many_groups' });
    });

    it('hold a group to 100 members, also when many join at once', async () => {
      const id = await world.group(alice);
      const now = new Date();
      const people = Array.from({ length: 98 }, () => ({
        id: world.newId(),
        passwordHash: 'none',
        firstName: 'P',
        lastName: 'P',
      }));
      const users = people.map((person) => ({
        ...person,
        email: `${person.id}@test.example`,
        createdAt: now,
        updatedAt: now,
      }));
      await world.postgres.prisma.user.createMany({ data: users });
      for (const person of [bob, carol]) await invite(id, { userId: person.id });
      await world.postgres.prisma.groupMember.createMany({
        data: people.map((person) => ({ groupId: id, userId: person.id, createdAt: now })),
      });
      const invitations = await Promise.all(
        [bob, carol].map(async (person) => ({ person, ids: await invitationsOf(person) })),
      );
      const answers = await Promise.all(
        invitations.map(({ person, ids }) => world.call('POST', `/invitations/${ids[0]?.id}/accept`, person)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
      expect(answers.find(({ status }) => status === 422)?.body).toMatchObject({ code: 'group_full' });
      expect(await invite(id, { email: 'nobody@test.example' })).toMatchObject({
        status: 422,
        body: { code: 'group_full' },
      });
      expect(await membersOf(id)).toHaveLength(100);
    });
  });

  it.each([{}, { name: '' }, { name: 'x'.repeat(101) }, { name: 7 }, { name: 'A', ownerId: 'b' }])(
    'refuse the name %j',
    async (body) => {
      expect(await world.call('POST', '/groups', alice, { body })).toMatchObject({ status: 400 });
    },
  );
});
