import { randomUUID } from 'node:crypto';
import { OwnPasskeys } from '../../src/modules/passkeys/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { Ids } from '../../src/shared/ids.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { TestClock } from '../support/test-clock.ts';
import { guardedAccount, totpAt } from './guarded-account.ts';
import { IdentityClient } from './identity-client.ts';
import { NEW_PASSWORD, passwordCalls } from './password-calls.ts';

const DAY_MS = 86_400_000;

let test: TestApp;
let clock: TestClock;
let client: IdentityClient;

beforeAll(async () => {
  clock = new TestClock();
  test = await startTestApp({ clock });
});
afterAll(() => test.close());
beforeEach(() => {
  client = new IdentityClient(test.app);
});

const { messagesTo, tokenFor, reset, change } = passwordCalls(
  () => test,
  () => client,
);
const prisma = () => test.get(Postgres).prisma;

/** A passkey and an identity of the person's, added so many days ago. */
async function addWaysIn(userId: string, daysAgo: number, provider: string): Promise<void> {
  const at = new Date(clock.now().getTime() - daysAgo * DAY_MS);
  const passkey = { id: test.get(Ids).next(), credentialId: randomUUID(), publicKey: Uint8Array.of(1), counter: 0n };
  const data = { ...passkey, userId, name: `${daysAgo} days`, transports: [], backedUp: false, createdAt: at };
  await prisma().passkey.create({ data });
  await prisma().userIdentity.create({ data: { provider, subject: randomUUID(), userId, linkedAt: at } });
}

async function waysInOf(userId: string): Promise<string[]> {
  const passkeys = await prisma().passkey.findMany({ where: { userId }, orderBy: { id: 'asc' } });
  const identities = await prisma().userIdentity.findMany({ where: { userId }, orderBy: { provider: 'asc' } });
  return [...passkeys.map(({ name }) => name), ...identities.map(({ provider }) => provider)];
}

describe('a new password in the place of a forgotten one', () => {
  it('removes the ways in that were added in the last seven days, keeps older ones, and tells of both', async () => {
    const { user } = await client.register();
    await addWaysIn(user.id, 8, 'google');
    await addWaysIn(user.id, 6, 'apple');
    expect((await reset(await tokenFor(user.email))).status).toBe(200);
    expect(await waysInOf(user.id)).toEqual(['8 days', 'google']);
    const text = (await messagesTo(user.email))[0]?.text ?? '';
    const [before = '', after = ''] = text.split('These go on signing in');
    expect([before.includes('"6 days"'), before.includes('by apple')]).toEqual([true, true]);
    expect([after.includes('"8 days"'), after.includes('by google')]).toEqual([true, true]);
  });

  it('says in the audit log what it removed', async () => {
    const { user } = await client.register();
    await addWaysIn(user.id, 0, 'x');
    await reset(await tokenFor(user.email));
    const found = await prisma().$queryRaw<{ action: string }[]>`
      select content::json ->> 'action' as action from audit_event
      where content::json ->> 'subjectId' = ${user.id} and content::json ->> 'action' in ('passkey.removed', 'identity.unlinked')
      order by action`;
    expect(found.map(({ action }) => action)).toEqual(['identity.unlinked', 'passkey.removed']);
  });

  it('removes nothing of somebody else, and nothing when the password is changed in person', async () => {
    const [ada, eve] = [await client.register(), await client.register()];
    for (const { user } of [ada, eve]) await addWaysIn(user.id, 1, 'google');
    await reset(await tokenFor(ada.user.email));
    expect([await waysInOf(ada.user.id), await waysInOf(eve.user.id)]).toEqual([[], ['1 days', 'google']]);
    expect((await change(eve.tokens.accessToken)).status).toBe(200);
    expect(await waysInOf(eve.user.id)).toEqual(['1 days', 'google']);
    expect((await messagesTo(eve.user.email))[0]?.text).not.toContain('google');
  });

  it('removes nothing where there was no password, by which nobody added anything', async () => {
    const { user } = await client.register();
    await prisma().user.update({ where: { id: user.id }, data: { passwordHash: null } });
    await addWaysIn(user.id, 1, 'google');
    expect((await reset(await tokenFor(user.email))).status).toBe(200);
    expect(await waysInOf(user.id)).toEqual(['1 days', 'google']);
  });

  it('leaves the second factor, however young it is: a mailbox is one factor', async () => {
    const ada = await guardedAccount(test, clock, client);
    await reset(await tokenFor(ada.user.email));
    const first = await client.call<{ code: string; mfaTicket: string }>('POST', '/auth/login', {
      body: { email: ada.user.email, password: NEW_PASSWORD },
    });
    expect(first).toMatchObject({ status: 401, body: { code: 'mfa_required' } });
    const body = { ticket: first.body.mfaTicket, code: totpAt(clock, ada.secret) };
    expect((await client.call('POST', '/auth/mfa/verify', { body })).status).toBe(200);
  });

  it('leaves nothing to a request that was adding a way in while it came', async () => {
    const { user } = await client.register();
    const caller = { id: user.id, sessionEpoch: 0, roles: [], permissions: new Set<string>() };
    await reset(await tokenFor(user.email));
    const passkey = { id: test.get(Ids).next(), userId: user.id, name: 'Late', credentialId: randomUUID() };
    const key = { publicKey: Uint8Array.of(1), counter: 0, transports: [], backedUp: false };
    await expect(test.get(OwnPasskeys).add(caller, { ...passkey, ...key })).rejects.toMatchObject({
      code: 'invalid_token',
    });
    expect(await waysInOf(user.id)).toEqual([]);
  });
});
