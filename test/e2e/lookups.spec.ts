import { type Body, type Person, World } from '../support/world.ts';

const SET = '/admin/lookups/document_type';

describe('lookup values', () => {
  let world: World;
  let admin: Person;

  beforeAll(async () => {
    world = await World.open();
    admin = await world.person(['admin']);
  });
  afterAll(() => world.close());

  const add = (code: string, by = admin) =>
    world.call<Body>('POST', SET, by, { body: { code, label: 'A card', position: 50, reason: 'Because' } });
  const change = (code: string, body: Body, headers = {}) =>
    world.call<Body>('PATCH', `${SET}/${code}`, admin, { body: { ...body, reason: 'Because' }, headers });
  const submit = (type: string, person: Person) =>
    world.call<Body>('PUT', '/me/profile', person, {
      body: {
        dateOfBirth: '1990-04-17',
        address: { line1: '12 Example Street', city: 'Bengaluru', postalCode: '560001', country: 'IN' },
        documents: [{ type, reference: 'vault/1' }],
      },
    });

  it('are there from the beginning, in their order', async () => {
    expect((await world.call<Body>('GET', '/admin/lookups', admin)).body).toMatchObject({
      data: [{ name: 'document_type' }],
    });
    const { body } = await world.call<{ data: Body[] }>('GET', SET, admin);
    expect(body.data.map(({ code }) => code)).toEqual([
      ...['passport', 'identity_card', 'driving_licence', 'proof_of_address'],
    ]);
  });

  it('say what people may submit: one that is added is taken at once, one that is out of use is refused', async () => {
    const person = await world.person();
    expect(await submit('voter_card', person)).toMatchObject({ status: 422, body: { code: 'lookup_value_unknown' } });
    expect(await add('voter_card')).toMatchObject({ status: 201, body: { active: true, version: 1 } });
    expect((await submit('voter_card', person)).status).toBe(200);
    expect(await change('voter_card', { active: false })).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await submit('voter_card', person)).toMatchObject({ status: 422, body: { code: 'lookup_value_unknown' } });
    expect((await submit('passport', person)).status).toBe(200);
    for (const type of ['constructor', '__proto__']) expect([400, 422]).toContain((await submit(type, person)).status);
  });

  it('are changed by version, and each change is written down', async () => {
    await add('ration_card');
    expect((await change('ration_card', { label: 'Ration card' }, { 'if-match': '"1"' })).status).toBe(200);
    expect(await change('ration_card', { label: 'X' }, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    expect((await change('ration_card', { label: 'Ration card' })).body).toMatchObject({ version: 2 });
    const { body } = await world.call<{ data: Body[] }>('GET', `${SET}/ration_card/history`, admin);
    const content = { position: 50, active: true };
    expect(body.data.map(({ version, before, after, changedBy }) => [version, before, after, changedBy])).toEqual([
      [2, { ...content, label: 'A card' }, { ...content, label: 'Ration card' }, admin.id],
      [1, null, { ...content, label: 'A card' }, admin.id],
    ]);
  });

  it('are made once, however many try', async () => {
    const tries = await Promise.all(Array.from({ length: 6 }, () => add('pan_card')));
    expect(tries.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    expect(await add('pan_card')).toMatchObject({ body: { code: 'lookup_value_exists' } });
  });

  it('are not there where nobody declared a set or a value', async () => {
    for (const path of ['/admin/lookups/no_such', '/admin/lookups/constructor', `${SET}/no_such`, `${SET}/__proto__`])
      expect(await world.call('GET', path, admin)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await change('no_such', { active: false })).status).toBe(404);
    const auditor = await world.person(['auditor']);
    expect([(await world.call('GET', SET, auditor)).status, (await add('x_card', auditor)).status]).toEqual([200, 403]);
  });

  it('are never deleted or renamed', async () => {
    const { prisma } = world.postgres;
    await expect(prisma.lookupValue.deleteMany()).rejects.toThrow('is kept');
    await expect(prisma.lookupChange.deleteMany()).rejects.toThrow('permission denied');
    await expect(world.owner.query('delete from lookup_change')).rejects.toThrow('is kept');
    const where = { set_code: { set: 'document_type', code: 'passport' } };
    await expect(prisma.lookupValue.update({ where, data: { code: 'x_x', version: 2 } })).rejects.toThrow(
      'never renamed',
    );
    await expect(prisma.lookupValue.update({ where, data: { label: 'X' } })).rejects.toThrow('grows by one');
  });
});
