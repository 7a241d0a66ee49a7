import { PERMISSIONS } from '../../src/platform/http/permissions.ts';
import { GrantRoles } from '../../src/modules/access/index.ts';
import { BUILT_IN_ROLES } from '../../src/modules/access/built-in-roles.ts';
import { type Body, type Person, World } from '../support/world.ts';

interface Role {
  readonly name: string;
  readonly permissions: readonly string[];
  readonly builtIn: boolean;
  readonly version: number;
}

describe('roles and permissions', () => {
  let world: World;
  let admin: Person;
  let names = 0;

  beforeAll(async () => {
    world = await World.open();
    admin = await world.person(['admin']);
  });
  afterAll(() => world.close());

  const create = (permissions: readonly string[], by = admin, name = `role_${(names += 1)}`) =>
    world.call<Role>('POST', '/admin/roles', by, { body: { name, description: 'A role', permissions } });
  const change = (name: string, body: Body, by = admin, headers = {}) =>
    world.call<Role & { code: string }>('PATCH', `/admin/roles/${name}`, by, { body, headers });
  const grant = (person: Person, roles: readonly string[], by = admin) =>
    world.call<Body>('PUT', `/admin/users/${person.id}/roles`, by, { body: { roles } });
  const changesOf = async (where: { userId?: string; role?: string }) => {
    const rows = await world.postgres.prisma.accessChange.findMany({ where, orderBy: { id: 'asc' } });
    return rows.map((row) => [row.change, row.role, row.permission, row.changedBy === admin.id]).sort();
  };
  /** A person with one role of these permissions. */
  const personWho = async (...permissions: readonly string[]): Promise<Person> => {
    const { body } = await create(permissions);
    return world.person([body.name]);
  };

  it('has a table of permissions that is the catalogue', async () => {
    const { body } = await world.call<{ data: { name: string; description: string }[] }>(
      'GET',
      '/admin/permissions',
      admin,
    );
    const entries = Object.fromEntries(body.data.map(({ name, description }) => [name, description]));
    expect(entries).toEqual(PERMISSIONS);
  });

  it('has the built-in roles, and an admin who may do everything', async () => {
    const { body } = await world.call<{ data: Role[] }>('GET', '/admin/roles', admin);
    const builtIn = body.data.filter((role) => role.builtIn);
    expect(builtIn.map(({ name }) => name)).toEqual([...BUILT_IN_ROLES].sort());
    expect(builtIn.find(({ name }) => name === 'admin')?.permissions).toEqual(Object.keys(PERMISSIONS).sort());
  });

  it('lets an auditor read roles and not change them', async () => {
    const auditor = await world.person(['auditor']);
    expect((await world.call('GET', '/admin/roles', auditor)).status).toBe(200);
    expect(await create([], auditor)).toMatchObject({ status: 403 });
    expect(await grant(auditor, ['admin'], auditor)).toMatchObject({ status: 403 });
  });

  it('makes a role that people can have, and writes down who made it', async () => {
    const { status, body } = await create(['ledger:read', 'me:read']);
    expect([status, body.permissions, body.builtIn, body.version]).toEqual([201, ['ledger:read', 'me:read'], false, 1]);
    const person = await world.person([body.name]);
    expect((await world.call('GET', '/admin/ledger/trial-balance', person)).status).toBe(200);
    expect((await world.call('GET', '/wallets', person)).status).toBe(403);
    expect(await create([], admin, body.name)).toMatchObject({ status: 409, body: { code: 'role_exists' } });
    expect(await changesOf({ role: body.name })).toEqual([
      ['permission_added', body.name, 'ledger:read', true],
      ['permission_added', body.name, 'me:read', true],
      ['role_created', body.name, null, true],
      ['role_granted', body.name, null, false],
    ]);
  });

  it('changes what a role may, felt by the next request of who has it', async () => {
    const { body: role } = await create(['me:read']);
    const person = await world.person([role.name]);
    const trialBalance = () => world.call('GET', '/admin/ledger/trial-balance', person);
    expect((await trialBalance()).status).toBe(403);
    expect(await change(role.name, { permissions: ['ledger:read'] })).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
    expect([(await trialBalance()).status, (await world.call('GET', '/me', person)).status]).toEqual([200, 403]);
    await change(role.name, { permissions: [] });
    expect((await trialBalance()).status).toBe(403);
  });

  it('refuses a change of a version that was changed meanwhile, and of nothing that is there', async () => {
    const { body: role } = await create(['me:read']);
    const stale = { 'if-match': '"2"' };
    expect(await change(role.name, { permissions: [] }, admin, stale)).toMatchObject({ status: 412 });
    for (const name of ['no_such_role', '__proto__', '%07', 'A'])
      expect(await change(name, { permissions: [] })).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await change(role.name, { permissions: ['no-such:thing'] })).toMatchObject({
      status: 422,
      body: { code: 'permission_unknown' },
    });
  });

  it('never lets the role admin lose anything', async () => {
    const few = Object.keys(PERMISSIONS).slice(1);
    expect(await change('admin', { permissions: few })).toMatchObject({
      status: 422,
      body: { code: 'role_protected' },
    });
    expect((await change('admin', { description: 'May do all of it' })).status).toBe(200);
  });

  it('lets nobody make, change or give what they may not do themselves', async () => {
    const half = await personWho('roles:read', 'roles:write', 'users:grant', 'me:read');
    expect(await create(['ledger:read'], half)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await create(['me:read'], half)).status).toBe(201);
    expect(await change('auditor', { permissions: ['me:read'] }, half)).toMatchObject({ status: 403 });
    expect(await grant(half, ['admin'], half)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const auditor = await world.person(['auditor']);
    expect(await grant(auditor, [], half)).toMatchObject({ status: 403 });
    expect(await grant(auditor, ['no_such_role'])).toMatchObject({ status: 422, body: { code: 'role_unknown' } });
  });

  it('gives and takes roles, felt by the next request, and writes down who did it', async () => {
    const person = await world.person();
    const system = () => world.call('GET', '/admin/system', person);
    expect((await system()).status).toBe(403);
    expect(await grant(person, ['customer', 'auditor'])).toMatchObject({
      status: 200,
      body: { userId: person.id, roles: ['customer', 'auditor'] },
    });
    expect((await system()).status).toBe(200);
    await grant(person, ['customer']);
    await grant(person, ['customer']);
    expect((await system()).status).toBe(403);
    expect(await changesOf({ userId: person.id })).toEqual([
      ['role_granted', 'auditor', null, true],
      ['role_revoked', 'auditor', null, true],
    ]);
    expect(await grant({ ...person, id: world.newId() }, [])).toMatchObject({ status: 404 });
  });

  it('shows the history of a role and of a person’s roles, in pages, to who may read roles', async () => {
    const { body: role } = await create([]);
    const person = await world.person();
    const changes = [
      () => change(role.name, { permissions: ['me:read'] }),
      () => change(role.name, { permissions: [] }),
      () => grant(person, ['customer', role.name]),
      () => grant(person, ['customer']),
    ];
    for (const make of changes) {
      world.clock.advance(1);
      await make();
    }
    const auditor = await world.person(['auditor']);
    const page = async (path: string) => {
      const answer = await world.call<{ data: Body[]; nextCursor: string | null }>('GET', path, auditor);
      return {
        ...answer,
        lines: answer.body.data?.map((line) => [line['change'], line['permission'], line['userId']]),
      };
    };
    const ofRole = await page(`/admin/roles/${role.name}/history`);
    expect(ofRole.lines).toEqual([
      ['role_revoked', null, person.id],
      ['role_granted', null, person.id],
      ['permission_removed', 'me:read', null],
      ['permission_added', 'me:read', null],
      ['role_created', null, null],
    ]);
    expect(new Set(ofRole.body.data.map((line) => line['changedBy']))).toEqual(new Set([admin.id]));
    const first = await page(`/admin/users/${person.id}/roles/history?limit=1`);
    const second = await page(`/admin/users/${person.id}/roles/history?limit=1&cursor=${first.body.nextCursor}`);
    expect([first.lines, second.lines]).toEqual([ofRole.lines?.slice(0, 1), ofRole.lines?.slice(1, 2)]);
    const stolen = await page(`/admin/roles/${role.name}/history?cursor=${first.body.nextCursor}`);
    expect(stolen).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
    expect(await page('/admin/roles/no_such_role/history')).toMatchObject({ status: 404 });
    expect(await page(`/admin/users/${world.newId()}/roles/history`)).toMatchObject({ status: 404 });
    expect(await world.call('GET', '/admin/roles/admin/history', person)).toMatchObject({ status: 403 });
  });

  it('has a history that nobody changes, and grants of roles that exist', async () => {
    const { prisma } = world.postgres;
    await expect(prisma.accessChange.deleteMany()).rejects.toThrow('permission denied');
    await expect(world.owner.query('delete from access_change')).rejects.toThrow('append-only');
    await expect(world.owner.query(`update access_change set reason = 'x'`)).rejects.toThrow('append-only');
    const where = { id: admin.id };
    await expect(prisma.user.update({ where, data: { roles: ['emperor'] } })).rejects.toThrow('there is no role');
    await expect(prisma.role.delete({ where: { name: 'support' } })).rejects.toThrow('never deleted');
  });

  it('has the last admin, whoever of the last two is first to go', async () => {
    const alone = await World.open();
    try {
      const [one, other] = [await alone.person(['admin']), await alone.person(['admin'])];
      const resign = (who: Person, by: Person) =>
        alone.call('PUT', `/admin/users/${who.id}/roles`, by, { body: { roles: ['customer'] } });
      await Promise.all([resign(one, one), resign(other, other), resign(one, other), resign(other, one)]);
      const rows = await alone.postgres.prisma.user.findMany({ where: { roles: { has: 'admin' } } });
      expect(rows).toHaveLength(1);
      const last = rows[0]?.id === one.id ? one : other;
      expect(await resign(last, last)).toMatchObject({ status: 409, body: { code: 'last_admin' } });
    } finally {
      await alone.close();
    }
  });

  it('goes by what who administers may at that moment, not by what a cache remembers', async () => {
    const half = await personWho('users:grant', 'me:read', 'ledger:read');
    const [role] = (await world.postgres.prisma.user.findUniqueOrThrow({ where: { id: half.id } })).roles;
    expect((await world.call('GET', '/me', half)).status).toBe(200);
    // Behind the application's back, so that every cache still has it.
    await world.postgres.prisma.rolePermission.deleteMany({ where: { role, permission: 'ledger:read' } });
    const reader = await create(['ledger:read'], admin, 'behind_the_back');
    expect(await grant(await world.person([]), [reader.body.name], half)).toMatchObject({ status: 403 });
  });

  it('gives a role once, however often and however concurrently it is given', async () => {
    const { id } = await world.person();
    const give = () => world.app.get(GrantRoles).execute({ userId: id, roles: (before) => [...before, 'bartender'] });
    await Promise.all(Array.from({ length: 8 }, give));
    const { roles } = await world.postgres.prisma.user.findUniqueOrThrow({ where: { id } });
    expect([roles, (await changesOf({ userId: id })).length]).toEqual([['customer', 'bartender'], 1]);
  });
});
