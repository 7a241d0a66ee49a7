import { startTestApp, type TestApp } from '../support/test-app.ts';
import { type Body, type Person, World } from '../support/world.ts';
import { IdentityClient } from './identity-client.ts';

const PROFILE = {
  dateOfBirth: '1990-04-17',
  address: { line1: '12 Canary Street', city: 'Bengaluru', postalCode: '560001', country: 'IN' },
  documents: [{ type: 'passport', reference: 'vault/documents/1' }],
};

interface UserFile {
  readonly email: string | null;
  readonly firstName: string | null;
  readonly status: string;
  readonly kycStatus: string;
  readonly profile: { readonly version: number; readonly dateOfBirth: string } | null;
  readonly history: readonly { change: string; from: string | null; to: string; changedBy: string | null }[];
  readonly code?: string;
}

interface UserPage {
  readonly data: readonly { readonly id: string; readonly email: string | null }[];
  readonly nextCursor: string | null;
}

describe('people', () => {
  let world: World;
  let admin: Person;
  let support: Person;
  let auditor: Person;

  beforeAll(async () => {
    world = await World.open();
    [admin, support, auditor] = [
      await world.person(['admin']),
      await world.person(['support']),
      await world.person(['auditor']),
    ];
  });
  afterAll(() => world.close());

  const me = (person: Person, method = 'GET', body?: Body) => world.call<Body>(method, '/me', person, { body });
  const submit = (person: Person, more: Body = {}) =>
    world.call<Body>('PUT', '/me/profile', person, { body: { ...PROFILE, ...more } });
  const file = (person: Person, by = admin) => world.call<UserFile>('GET', `/admin/users/${person.id}`, by);
  const list = (query: string, by = admin) => world.call<UserPage>('GET', `/admin/users?${query}`, by);
  const setStatus = (person: Person, status: string, by = admin) =>
    world.call<Body>('PATCH', `/admin/users/${person.id}/status`, by, { body: { status, reason: 'Because' } });
  const decide = (person: Person, status: string, profileVersion: number, by = support) =>
    world.call<Body>('PATCH', `/admin/users/${person.id}/kyc`, by, {
      body: { status, profileVersion, reason: 'Seen' },
    });

  describe('of themselves', () => {
    it('change their name and phone, and nothing else', async () => {
      const person = await world.person();
      const changed = { firstName: 'Augusta', lastName: 'King', phone: '+12125550123' };
      expect(await me(person, 'PATCH', changed)).toMatchObject({ status: 200, body: changed });
      expect(await me(person, 'PATCH', { phone: null })).toMatchObject({ body: { firstName: 'Augusta', phone: null } });
      for (const more of [
        { roles: ['admin'] },
        { status: 'active' },
        { kycStatus: 'verified' },
        { email: 'a@b.example' },
      ])
        expect(await me(person, 'PATCH', more)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    });

    it('close their account for good, once nothing is in their wallets', async () => {
      const person = await world.person();
      const other = await world.person();
      const [from, to] = [await world.wallet(person, 400), await world.wallet(other)];
      expect(await me(person, 'DELETE')).toMatchObject({ status: 422, body: { code: 'wallet_not_empty' } });
      await world.post('/transfers', person, { fromWalletId: from, toWalletId: to, amount: 400, currency: 'INR' });
      expect((await me(person, 'DELETE')).status).toBe(204);
      expect(await me(person)).toMatchObject({ status: 401, body: { code: 'invalid_token' } });
      expect(await file(person)).toMatchObject({ status: 200, body: { status: 'deleted' } });
      expect(await setStatus(person, 'active')).toMatchObject({ status: 404 });
      expect(
        await world.call('PUT', `/admin/users/${person.id}/roles`, admin, { body: { roles: ['auditor'] } }),
      ).toMatchObject({ status: 404 });
      await world.expectSound();
    });

    it('are never the last admin to go', async () => {
      const alone = await World.open();
      try {
        const last = await alone.person(['admin']);
        expect(await alone.call('DELETE', '/me', last)).toMatchObject({ status: 409, body: { code: 'last_admin' } });
        const other = await alone.person(['admin']);
        const answers = await Promise.all([last, other].map((each) => alone.call('DELETE', '/me', each)));
        expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
      } finally {
        await alone.close();
      }
    });
  });

  describe('to administrators', () => {
    it('are found by status, role, check and address, in pages', async () => {
      const person = await world.person(['customer', 'mandate_maker']);
      await submit(person);
      const { email } = (await me(person)).body;
      for (const query of ['role=mandate_maker', 'kycStatus=submitted', `email=${String(email).toUpperCase()}`])
        expect((await list(query)).body.data.map(({ id }) => id)).toContain(person.id);
      expect((await list('role=mandate_maker&status=suspended')).body.data).toEqual([]);
      const first = (await list('limit=2')).body;
      const second = (await list(`limit=2&cursor=${first.nextCursor}`)).body;
      expect(new Set([...first.data, ...second.data].map(({ id }) => id)).size).toBe(4);
      expect(await list(`limit=2&status=active&cursor=${first.nextCursor}`)).toMatchObject({ status: 400 });
    });

    it('are shown without personal data to who may not see it', async () => {
      const person = await world.person();
      await submit(person);
      expect((await file(person, auditor)).body).toMatchObject({ email: null, firstName: null, profile: null });
      expect((await file(person, support)).body).toMatchObject({
        firstName: 'Ada',
        kycStatus: 'submitted',
        profile: { ...PROFILE, version: 1 },
      });
      expect((await list('limit=1', auditor)).body.data[0]?.email).toBeNull();
      expect(await list('email=a@b.example', auditor)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect(await file(person, await world.person())).toMatchObject({ status: 403 });
      expect(await file({ ...person, id: world.newId() })).toMatchObject({ status: 404 });
    });

    it('are suspended and let in again, felt by their next request, with who and why', async () => {
      const person = await world.person();
      expect((await me(person)).status).toBe(200);
      expect(await setStatus(person, 'suspended')).toMatchObject({ status: 200, body: { status: 'suspended' } });
      expect(await me(person)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      await setStatus(person, 'suspended');
      await setStatus(person, 'active');
      expect((await me(person)).status).toBe(200);
      const { history } = (await file(person)).body;
      expect(history.map(({ change, from, to, changedBy }) => [change, from, to, changedBy]).sort()).toEqual([
        ['status', 'active', 'suspended', admin.id],
        ['status', 'suspended', 'active', admin.id],
      ]);
    });

    it('suspend neither themselves, nor an admin when they are none', async () => {
      expect(await setStatus(admin, 'suspended')).toMatchObject({ status: 403, body: { code: 'same_person' } });
      const permissions = ['users:suspend', 'me:read'];
      await world.call('POST', '/admin/roles', admin, { body: { name: 'bouncer', description: 'x', permissions } });
      const bouncer = await world.person(['bouncer']);
      expect(await setStatus(admin, 'suspended', bouncer)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect((await setStatus(await world.person(), 'suspended', bouncer)).status).toBe(200);
      expect(await setStatus(bouncer, 'suspended', support)).toMatchObject({ status: 403 });
    });
  });

  describe('are checked:', () => {
    it('submitted, rejected, submitted again and verified, by somebody else and on what they saw', async () => {
      const person = await world.person();
      expect(await world.call('GET', '/me/profile', person)).toMatchObject({ status: 404 });
      expect(await decide(person, 'verified', 1)).toMatchObject({ status: 409, body: { code: 'kyc_not_actionable' } });
      expect(await submit(person)).toMatchObject({ status: 200, body: { ...PROFILE, version: 1 } });
      await submit(person, { dateOfBirth: '1991-04-17' });
      expect(await decide(person, 'verified', 1)).toMatchObject({ status: 412, body: { code: 'stale_version' } });
      expect(await decide(person, 'rejected', 2)).toMatchObject({ status: 200, body: { kycStatus: 'rejected' } });
      await submit(person);
      expect(await decide(person, 'verified', 3)).toMatchObject({ status: 200, body: { kycStatus: 'verified' } });
      expect(await decide(person, 'rejected', 3)).toMatchObject({ status: 409 });
      expect(await submit(person)).toMatchObject({ status: 409, body: { code: 'kyc_not_actionable' } });
      expect(await me(person, 'PATCH', { lastName: 'Other' })).toMatchObject({ status: 409 });
      expect((await me(person, 'PATCH', { phone: '+12125550123' })).status).toBe(200);
      expect((await me(person)).body).toMatchObject({ kycStatus: 'verified' });
    });

    it('once, by whoever of two is first', async () => {
      const person = await world.person();
      await submit(person);
      const answers = await Promise.all(['verified', 'rejected', 'verified'].map((to) => decide(person, to, 1)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    });

    it('never by themselves', async () => {
      await submit(support);
      expect(await decide(support, 'verified', 1)).toMatchObject({ status: 403, body: { code: 'same_person' } });
    });

    it.each(['2010-01-01', '2090-01-01', '1901-01-01'])('not when born on %s', async (dateOfBirth) => {
      const answer = await submit(await world.person(), { dateOfBirth });
      expect(answer).toMatchObject({ status: 422, body: { code: 'age_not_accepted' } });
    });

    it('on details that the database keeps sealed, each for its own row', async () => {
      const [person, other] = [await world.person(), await world.person()];
      await submit(person);
      await submit(other);
      const { prisma } = world.postgres;
      const row = await prisma.userProfile.findUniqueOrThrow({ where: { userId: person.id } });
      expect(JSON.stringify(row)).not.toMatch(/Canary|1990-04-17|passport/);
      const data = { sealedDetails: row.sealedDetails };
      await prisma.userProfile.update({ where: { userId: other.id }, data });
      expect((await world.call('GET', '/me/profile', other)).status).toBe(500);
      await expect(world.owner.query('delete from user_change')).rejects.toThrow('append-only');
    });
  });
});

describe('a closed account', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it('is told from no other that does not exist, and its address stays taken', async () => {
    const client = new IdentityClient(test.app);
    const { user, tokens } = await client.register();
    expect((await client.call('DELETE', '/me', { token: tokens.accessToken })).status).toBe(204);
    expect(await client.login(user.email)).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
    expect(await client.refresh(tokens.refreshToken)).toMatchObject({ status: 401 });
    const body = { email: user.email, password: 'Trivet-demo-1', firstName: 'Eve', lastName: 'Test' };
    expect(await client.call('POST', '/auth/register', { body })).toMatchObject({ body: { code: 'email_taken' } });
  });
});
