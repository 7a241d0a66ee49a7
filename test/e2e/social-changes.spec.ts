import { randomUUID } from 'node:crypto';
import { AccessTokens } from '../../src/modules/auth/access-tokens.ts';
import { LinkIdentity } from '../../src/modules/social/link-identity.use-case.ts';
import { OutboxRelay } from '../../src/platform/events/index.ts';
import { SandboxMessages } from '../../src/platform/messages/index.ts';
import type { Person } from '../support/world.ts';
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
const unlink = (person: Person) => social.world.call('DELETE', '/me/identities/google', person);
const refused = (status: number, code: string) => ({ status, body: { code } });

describe('linking and unlinking', () => {
  const DAY_MS = 86_400_000;
  const STEP_UP = refused(403, 'step_up_required');

  /** The same person, in a session in which nobody proved anything for two days. */
  function stale(person: Person): Person {
    const proof = { atMs: social.world.clock.now().getTime() - 2 * DAY_MS, methods: ['fed'] };
    const subject = { userId: person.id, sessionId: social.world.newId(), roles: [], epoch: 0, proof };
    return { ...person, token: social.world.app.get(AccessTokens).issue(subject).accessToken };
  }

  it('ask for a recent proof, which for who has no password is to sign in there again', async () => {
    const google = stranger();
    const person = personOf(await social.signIn(google));
    const idToken = { idToken: 'a.b.c', nonce: 'a nonce' };
    expect(await unlink(stale(person))).toMatchObject(STEP_UP);
    expect(await social.link(stale(person), { ticket: 'x', verifier: 'y' })).toMatchObject(STEP_UP);
    expect(
      await social.world.call('POST', '/me/identities/google/id-token', stale(person), { body: idToken }),
    ).toMatchObject(STEP_UP);
    const again = personOf(await social.signIn(google));
    expect(await unlink(again)).toMatchObject(refused(409, 'last_way_in'));
    expect((await social.link(again, await social.proved(google))).status).toBe(200);
  });

  it('are told by e-mail, and so is an identity that comes by its address', async () => {
    const person = await social.world.person();
    const email = await social.addressOf(person, true);
    const google = { ...stranger(), email };
    expect((await social.signIn(google)).body.user.id).toBe(person.id);
    await unlink(person);
    await social.link(person, await social.proved(google));
    await social.world.app.get(OutboxRelay).drain();
    const subjects = social.world.app
      .get(SandboxMessages)
      .to(email)
      .map(({ subject }) => subject);
    const [linked, unlinked] = ['Another way to sign in was added', 'A way to sign in was removed'];
    expect(subjects).toEqual([linked, unlinked, linked]);
  });

  it('are told to nobody who has just come', async () => {
    const google = stranger();
    await social.signIn(google);
    await social.world.app.get(OutboxRelay).drain();
    expect(social.world.app.get(SandboxMessages).to(google.email)).toEqual([]);
  });

  it('do not outlive a session that was ended while they ran', async () => {
    const person = await social.world.provedPerson();
    const caller = { id: person.id, sessionEpoch: 7, roles: [], permissions: new Set<string>() };
    const identity = { provider: 'google', subject: randomUUID(), emailVerified: true } as const;
    await expect(social.world.app.get(LinkIdentity).execute(caller, identity)).rejects.toMatchObject({
      code: 'invalid_token',
    });
    expect(await linked(person)).toEqual([]);
  });
});
