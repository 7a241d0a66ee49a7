import { randomUUID } from 'node:crypto';
import { type Catalogue, type GoodRequest, PAGE } from './route-case.ts';
import { type RequestOptions, SoftwareAuthenticator } from './software-authenticator.ts';
import { PASSWORD, type Stage } from './stage.ts';

/** The tests' own, as long as nobody says otherwise. */
const ORIGIN = 'http://localhost:0';

/** Who people are, and how they prove it. */
export const ROUTES_OF_SIGN_IN: Catalogue = {
  'POST /auth/register': {
    succeeds: 201,
    fields: {
      ...{ '/email': 'email', '/password': 'text:128', '/firstName': 'text:100', '/lastName': 'text:100' },
      '/phone': 'phone?',
    },
    async prepare(stage) {
      const names = { firstName: 'Ada', lastName: 'Test', phone: '+12125550123' };
      const body = { email: `${randomUUID()}@test.example`, password: PASSWORD, ...names };
      return { body, foreign: { '/email': (await stage.account()).email.toUpperCase() } };
    },
  },
  'POST /auth/login': {
    succeeds: 200,
    fields: { '/email': 'email', '/password': 'text:128', '/deviceToken': 'text:200?' },
    async prepare(stage) {
      const [{ email }, other] = [await stage.account(), await stage.account()];
      const foreign = { '/email': `x${other.email}`, '/password': 'Trivet-demo-2' };
      return { body: { email, password: PASSWORD, deviceToken: 'another device' }, foreign };
    },
  },
  'POST /auth/refresh': {
    succeeds: 200,
    fields: { '/refreshToken': 'text:256' },
    async prepare(stage) {
      const [{ refreshToken }, other] = [await stage.account(), await stage.account()];
      return {
        body: { refreshToken },
        foreign: { '/refreshToken': `${other.sessionId}.${refreshToken.split('.')[1]}` },
      };
    },
  },
  'POST /auth/password/forgot': {
    succeeds: 202,
    fields: { '/email': 'email' },
    prepare: async () => ({ body: { email: 'nobody@test.example' } }),
  },
  'POST /auth/password/reset': {
    succeeds: 200,
    fields: { '/token': 'ticket', '/newPassword': 'text:128' },
    async prepare(stage) {
      const { email } = await stage.account();
      await stage.made('POST', '/auth/password/forgot', undefined, { email });
      const token = await stage.textTo(email, /token is (\S{43})/);
      return { body: { token, newPassword: 'Trivet-demo-2' }, foreign: { '/newPassword': 'password2026' } };
    },
  },
  'POST /me/password': {
    succeeds: 200,
    fields: { '/currentPassword': 'text:128', '/newPassword': 'text:128', '/revokeApiKeys': 'boolean?' },
    async prepare(stage) {
      const { person } = await stage.account();
      const body = { currentPassword: PASSWORD, newPassword: 'Trivet-demo-2', revokeApiKeys: true };
      return { as: person, body, foreign: { '/currentPassword': 'Trivet-demo-3', '/newPassword': 'password2026' } };
    },
  },
  'POST /auth/logout': { succeeds: 204, prepare: async (stage) => ({ as: (await stage.account()).person }) },
  'GET /auth/sessions': {
    succeeds: 200,
    query: PAGE,
    prepare: async (stage) => ({ as: (await stage.account()).person }),
  },
  'DELETE /auth/sessions': { succeeds: 204, prepare: async (stage) => ({ as: (await stage.account()).person }) },
  'DELETE /auth/sessions/:id': {
    succeeds: 204,
    async prepare(stage) {
      const { person, sessionId } = await stage.account();
      return { as: person, params: { id: sessionId }, stranger: await stage.person() };
    },
  },
  'POST /me/contacts/codes': {
    succeeds: 202,
    fields: { '/contact': 'choice' },
    prepare: async (stage) => ({ as: await stage.person(), body: { contact: 'email' } }),
  },
  'POST /me/contacts/verify': {
    succeeds: 200,
    fields: { '/contact': 'choice', '/code': 'code' },
    async prepare(stage) {
      const { person, email } = await stage.account();
      await stage.made('POST', '/me/contacts/codes', person, { contact: 'email' });
      return { as: person, body: { contact: 'email', code: await stage.textTo(email, /code is (\d{6})/) } };
    },
  },
  'POST /me/email': {
    succeeds: 202,
    fields: { '/email': 'email' },
    prepare: async (stage) => ({ as: await stage.person(), body: { email: `${randomUUID()}@test.example` } }),
  },
  'POST /me/email/verify': {
    succeeds: 200,
    fields: { '/email': 'email', '/code': 'code' },
    async prepare(stage) {
      const [{ person }, taken] = [await stage.account(), await stage.account()];
      const email = `${randomUUID()}@test.example`;
      await stage.made('POST', '/me/email', person, { email });
      const code = await stage.textTo(email, /code is (\d{6})/);
      return { as: person, body: { email, code }, foreign: { '/email': taken.email } };
    },
  },
  'GET /auth/mfa': { succeeds: 200, prepare: async (stage) => ({ as: await stage.person() }) },
  'POST /auth/mfa/totp': { succeeds: 201, prepare: async (stage) => ({ as: (await stage.proved()).person }) },
  'POST /auth/mfa/totp/confirm': {
    succeeds: 200,
    fields: { '/code': 'code' },
    async prepare(stage) {
      const { person } = await stage.proved();
      const { secret } = await stage.made<{ secret: string }>('POST', '/auth/mfa/totp', person);
      return { as: person, body: { code: stage.totp(secret) } };
    },
  },
  'DELETE /auth/mfa/totp': { succeeds: 204, prepare: async (stage) => ({ as: (await stage.guarded()).person }) },
  'POST /auth/mfa/recovery-codes': {
    succeeds: 201,
    prepare: async (stage) => ({ as: (await stage.guarded()).person }),
  },
  'POST /auth/mfa/verify': {
    succeeds: 200,
    notesRefusals: true,
    fields: { '/ticket': 'ticket', '/code': 'any-code', '/deviceToken': 'text:200?' },
    async prepare(stage) {
      const { email, recoveryCodes } = await stage.guarded();
      const body = { email, password: PASSWORD };
      const { mfaTicket } = (await stage.world.call<{ mfaTicket: string }>('POST', '/auth/login', undefined, { body }))
        .body;
      return { body: { ticket: mfaTicket, code: recoveryCodes[0], deviceToken: 'another device' } };
    },
  },
  'GET /auth/passkeys': { succeeds: 200, prepare: async (stage) => ({ as: await stage.person() }) },
  'POST /auth/passkeys/options': { succeeds: 200, prepare: async (stage) => ({ as: (await stage.proved()).person }) },
  'POST /auth/passkeys': {
    succeeds: 201,
    fields: { '/name': 'text:100', '/credential': 'object' },
    async prepare(stage) {
      const { person } = await stage.proved();
      return { as: person, body: await stage.newPasskey(person, new SoftwareAuthenticator(ORIGIN)) };
    },
  },
  'DELETE /auth/passkeys/:id': {
    succeeds: 204,
    async prepare(stage) {
      const { person, passkeyId } = await stage.withPasskey(new SoftwareAuthenticator(ORIGIN));
      return { as: person, params: { id: passkeyId }, stranger: await stage.person() };
    },
  },
  'POST /auth/passkeys/sign-in/options': { succeeds: 200, prepare: async () => ({}) },
  'POST /auth/passkeys/sign-in': {
    succeeds: 200,
    fields: { '/credential': 'object' },
    prepare: async (stage) => ({ body: (await usedPasskey(stage)).body }),
  },
  'POST /auth/passkeys/step-up': {
    succeeds: 200,
    fields: { '/credential': 'object' },
    prepare: async (stage) => usedPasskey(stage),
  },
  'POST /auth/step-up': {
    succeeds: 200,
    fields: { '/password': 'text:128', '/code': 'any-code?' },
    async prepare(stage) {
      const { person } = await stage.account();
      return { as: person, body: { password: PASSWORD }, foreign: { '/password': 'Trivet-demo-3' } };
    },
  },
};

/** Somebody with a passkey, and what it answers to a challenge. */
async function usedPasskey(stage: Stage): Promise<GoodRequest> {
  const authenticator = new SoftwareAuthenticator(ORIGIN);
  const { person } = await stage.withPasskey(authenticator);
  const options = await stage.made<{ publicKey: RequestOptions }>('POST', '/auth/passkeys/sign-in/options');
  return { as: person, body: { credential: authenticator.get(options.publicKey) } };
}
