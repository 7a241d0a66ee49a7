import { randomUUID } from 'node:crypto';
import { type Person } from '../support/world.ts';
import { personOf, SocialWorld, stranger } from './social-world.ts';

let social: SocialWorld;

beforeAll(async () => {
  social = await SocialWorld.open();
});
afterAll(() => social.close());

const linked = async (person: Person) => {
  const { body } = await social.world.call<{ data: { provider: string }[] }>('GET', '/me/identities', person);
  return body.data.map(({ provider }) => provider);
};
const unlink = (person: Person, provider = 'google') =>
  social.world.call('DELETE', `/me/identities/${provider}`, person);
const refused = (status: number, code: string) => ({ status, body: { code } });

describe('who signs in elsewhere', () => {
  it('has an account from then on, with the address that the provider stands up for', async () => {
    const ada = stranger();
    const first = await social.signIn(ada);
    expect(first).toMatchObject({
      status: 200,
      body: {
        user: { email: ada.email, emailVerified: true, firstName: 'Ada', lastName: 'Byron', roles: ['customer'] },
      },
    });
    expect((await social.world.call('GET', '/me', personOf(first))).status).toBe(200);
    const again = await social.signIn({ ...ada, email: 'moved@test.example', email_verified: false });
    expect(again.body.user).toMatchObject({ id: first.body.user.id, email: ada.email });
    expect(await linked(personOf(again))).toEqual(['google']);
    const sessions = await social.world.call<{ data: unknown[] }>('GET', '/auth/sessions', personOf(again));
    expect(sessions.body.data).toHaveLength(2);
  });

  it('has one account, however often they come at the same moment', async () => {
    const ada = stranger();
    const tickets = [
      await social.proved(ada),
      await social.proved(ada),
      await social.proved(ada),
      await social.proved(ada),
    ];
    const answers = await Promise.all(tickets.map((ticket) => social.redeem(ticket)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.user.id)).size).toBe(1);
  });

  it('needs an address that the provider stands up for', async () => {
    const unproved = refused(422, 'social_email_unproved');
    expect(await social.signIn(stranger({ email_verified: false }))).toMatchObject(unproved);
    expect(await social.signIn(stranger({ email_verified: undefined }))).toMatchObject(unproved);
    expect(await social.signIn(stranger({ email_verified: 'yes' }))).toMatchObject(unproved);
    expect(await social.signIn(stranger({ email: undefined }))).toMatchObject(unproved);
    expect(await social.signIn(stranger({ email: 'no address' }))).toMatchObject(unproved);
  });

  it('comes to the account of their address when both sides have proved it', async () => {
    const person = await social.world.person();
    const email = await social.addressOf(person, true);
    const answer = await social.signIn(stranger({ email: email.toUpperCase() }));
    expect(answer).toMatchObject({ status: 200, body: { user: { id: person.id } } });
    expect(await linked(person)).toEqual(['google']);
  });

  it('does not come to an account whose address was never proved: somebody may be waiting there', async () => {
    const person = await social.world.person();
    const email = await social.addressOf(person, false);
    expect(await social.signIn(stranger({ email }))).toMatchObject(refused(409, 'social_account_exists'));
    expect(await social.signIn(stranger({ email, email_verified: false }))).toMatchObject({ status: 422 });
    expect(await linked(person)).toEqual([]);
  });

  it('does not come to an account that is linked to somebody else there', async () => {
    const ada = stranger();
    const { body } = await social.signIn(ada);
    const other = await social.signIn({ ...stranger(), email: ada.email });
    expect(other).toMatchObject(refused(409, 'social_account_exists'));
    expect((await social.signIn(ada)).body.user.id).toBe(body.user.id);
  });

  it('does not come in while suspended, nor after closing the account', async () => {
    const [admin, ada] = [await social.world.person(['admin']), stranger()];
    const person = personOf(await social.signIn(ada));
    const set = (status: string) =>
      social.world.call('PATCH', `/admin/users/${person.id}/status`, admin, { body: { status, reason: 'A test' } });
    await set('suspended');
    expect(await social.signIn(ada)).toMatchObject(refused(403, 'forbidden'));
    await set('active');
    expect((await social.world.call('DELETE', '/me', person)).status).toBe(204);
    expect(await social.signIn(ada)).toMatchObject(refused(403, 'forbidden'));
  });

  it('has no password, and nobody guesses one', async () => {
    const ada = stranger();
    await social.signIn(ada);
    for (const password of ['null', 'none', 'x'])
      expect(
        await social.world.call('POST', '/auth/login', undefined, { body: { email: ada.email, password } }),
      ).toMatchObject(refused(401, 'invalid_credentials'));
  });
});

describe('linking', () => {
  it('gives a person who proved their address another way in, and is the same twice', async () => {
    const person = await social.world.person();
    const google = stranger();
    expect(await social.link(person, await social.proved(google))).toMatchObject(refused(409, 'email_unproved'));
    await social.addressOf(person, true);
    const answer = await social.link(person, await social.proved(google));
    expect(answer).toMatchObject({ status: 200, body: { data: [{ provider: 'google' }] } });
    expect((await social.link(person, await social.proved(google))).status).toBe(200);
    expect((await social.signIn(google)).body.user.id).toBe(person.id);
    expect(await social.link(person, await social.proved(stranger()))).toMatchObject(refused(409, 'identity_exists'));
  });

  it('takes no identity from somebody else', async () => {
    const ada = stranger();
    const owner = personOf(await social.signIn(ada));
    const thief = await social.world.person();
    await social.addressOf(thief, true);
    expect(await social.link(thief, await social.proved(ada))).toMatchObject(refused(409, 'identity_taken'));
    expect([await linked(owner), await linked(thief)]).toEqual([['google'], []]);
    const proof = await social.proved(stranger());
    expect(await social.link(thief, { ...proof, verifier: 'C'.repeat(43) })).toMatchObject({ status: 401 });
  });

  it('takes an app’s id token too', async () => {
    const person = await social.world.person();
    await social.addressOf(person, true);
    const nonce = 'a nonce of the app';
    const idToken = await social.provider.idToken({ ...stranger(), nonce, aud: 'com.example.app' });
    const link = () =>
      social.world.call('POST', '/me/identities/google/id-token', person, { body: { idToken, nonce } });
    expect([(await link()).status, (await link()).status]).toEqual([200, 401]);
    expect(await linked(person)).toEqual(['google']);
  });

  it('is done in person', async () => {
    const person = await social.world.provedPerson();
    const body = { name: 'k', permissions: ['me:read', 'me:write'] };
    const { body: made } = await social.world.call<{ key: string }>('POST', '/api-keys', person, { body });
    const answer = await social.world.call('GET', '/me/identities', undefined, { headers: { 'x-api-key': made.key } });
    expect(answer).toMatchObject(refused(403, 'api_key_not_accepted'));
  });
});

describe('unlinking', () => {
  it('leaves the last way in, whoever of two is first to go', async () => {
    const person = personOf(await social.signIn(stranger()));
    expect(await unlink(person)).toMatchObject(refused(409, 'last_way_in'));
    const row = { provider: 'x', subject: randomUUID(), userId: person.id, linkedAt: new Date() };
    await social.world.postgres.prisma.userIdentity.create({ data: row });
    const answers = await Promise.all([unlink(person), unlink(person, 'x')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(await linked(person)).toHaveLength(1);
  });

  it('is for who has a password as they like, and of what is theirs', async () => {
    const [person, other] = [await social.world.person(), await social.world.person()];
    await social.addressOf(person, true);
    await social.link(person, await social.proved(stranger()));
    expect((await unlink(other)).status).toBe(404);
    expect((await unlink(person)).status).toBe(204);
    for (const name of ['google', 'myspace', '__proto__']) expect((await unlink(person, name)).status).toBe(404);
  });

  it('is announced, as linking is', async () => {
    const person = await social.world.person();
    await social.addressOf(person, true);
    await social.link(person, await social.proved(stranger()));
    await unlink(person);
    const where = { aggregateId: person.id, type: { startsWith: 'identity.' } };
    const events = await social.world.postgres.prisma.outboxEvent.findMany({ where, orderBy: { id: 'asc' } });
    expect(events.map(({ type }) => type)).toEqual(['identity.linked', 'identity.unlinked']);
  });
});
