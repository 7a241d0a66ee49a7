import { createHash, randomUUID } from 'node:crypto';
import { SocialProofs } from '../../src/modules/social/social-proofs.ts';
import { NATIVE_CLIENT, REDIRECT_TO } from './fake-identity-provider.ts';
import type { Catalogue, GoodRequest } from './route-case.ts';
import type { Stage } from './stage.ts';
import type { Body } from './world.ts';

const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const START = new URLSearchParams({ redirectTo: REDIRECT_TO, challenge: CHALLENGE }).toString();
const TICKET = { '/ticket': 'random-text', '/verifier': 'random-text' } as const;
const ID_TOKEN = { '/idToken': 'jwt', '/nonce': 'text:255' } as const;

export const ROUTES_OF_SOCIAL: Catalogue = {
  'GET /auth/social': { succeeds: 200, prepare: async () => ({}) },
  'GET /auth/social/:provider/start': {
    succeeds: 303,
    named: true,
    query: { redirectTo: 'redirect', challenge: 'challenge' },
    prepare: async () => ({ params: { provider: 'google' }, query: START }),
  },
  'GET /auth/social/:provider/callback': {
    ...{ succeeds: 303, named: true, takesAny: true },
    async prepare(stage) {
      const { state, headers } = await begun(stage, 'google');
      return { params: { provider: 'google' }, query: `state=${state}&error=access_denied`, headers };
    },
  },
  'POST /auth/social/:provider/callback': {
    ...{ succeeds: 303, named: true, takesAny: true },
    async prepare(stage) {
      const { state, headers } = await begun(stage, 'apple');
      return { params: { provider: 'apple' }, body: { state, error: 'access_denied' }, headers };
    },
  },
  'POST /auth/social/tokens': {
    ...{ succeeds: 200, fields: TICKET },
    prepare: async (stage) => ({ body: await ticket(stage) }),
  },
  'POST /auth/social/:provider/id-token': {
    ...{ succeeds: 200, named: true, fields: ID_TOKEN },
    prepare: async (stage) => ({ params: { provider: 'google' }, body: await idToken(stage) }),
  },
  'GET /me/identities': { succeeds: 200, prepare: async (stage) => ({ as: await stage.person() }) },
  'POST /me/identities': {
    ...{ succeeds: 200, fields: TICKET },
    prepare: async (stage) => ({ as: await stage.world.provedPerson(), body: await ticket(stage) }),
  },
  'POST /me/identities/:provider/id-token': {
    ...{ succeeds: 200, named: true, fields: ID_TOKEN },
    async prepare(stage) {
      return { as: await stage.world.provedPerson(), params: { provider: 'google' }, body: await idToken(stage) };
    },
  },
  'DELETE /me/identities/:provider': {
    ...{ succeeds: 204, named: true },
    async prepare(stage): Promise<GoodRequest> {
      const as = await stage.world.provedPerson();
      await stage.made('POST', '/me/identities', as, await ticket(stage));
      return { as, params: { provider: 'google' }, stranger: await stage.person() };
    },
  },
};

/** A way to a provider that was begun, by a browser with this cookie. */
async function begun(stage: Stage, provider: string): Promise<{ state: string; headers: Record<string, string> }> {
  const { headers } = await stage.world.call('GET', `/auth/social/${provider}/start?${START}`);
  const state = new URL(headers.get('location') ?? '').searchParams.get('state') ?? '';
  const [cookie = ''] = (headers.getSetCookie()[0] ?? '').split(';');
  return { state, headers: { cookie } };
}

async function ticket(stage: Stage): Promise<Body> {
  const who = { provider: 'google', subject: randomUUID(), email: `${randomUUID()}@test.example` } as const;
  const proofs = stage.world.app.get(SocialProofs);
  return { ticket: await proofs.issue({ ...who, emailVerified: true }, CHALLENGE), verifier: VERIFIER };
}

async function idToken(stage: Stage): Promise<Body> {
  const nonce = `nonce-${randomUUID().slice(0, 13)}`;
  const email = `${nonce}@test.example`;
  const claims = { sub: nonce, aud: NATIVE_CLIENT, nonce, email, email_verified: true };
  return { idToken: await stage.identityProvider.idToken(claims), nonce };
}
