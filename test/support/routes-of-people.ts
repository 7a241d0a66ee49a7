import { randomUUID } from 'node:crypto';
import { type Catalogue, type GoodRequest, PAGE } from './route-case.ts';
import type { Stage } from './stage.ts';
import type { Body, Person } from './world.ts';

export const ROUTES_OF_PEOPLE: Catalogue = {
  'GET /sandbox/messages': {
    succeeds: 200,
    query: { to: 'email' },
    prepare: async () => ({ query: 'to=ada@test.example' }),
  },
  'GET /me': { succeeds: 200, prepare: async (stage) => ({ as: await stage.person() }) },
  'PATCH /me': {
    succeeds: 200,
    fields: { '/firstName': 'text:100?', '/lastName': 'text:100?', '/phone': 'phone??' },
    async prepare(stage) {
      return { as: await stage.person(), body: { firstName: 'Ada', lastName: 'Byron', phone: '+12125550123' } };
    },
  },
  'DELETE /me': { succeeds: 204, prepare: async (stage) => ({ as: await stage.person() }) },
  'GET /me/profile': { succeeds: 200, prepare: async (stage) => ({ as: (await submitted(stage)).person }) },
  'PUT /me/profile': {
    succeeds: 200,
    fields: {
      ...{ '/dateOfBirth': 'day', '/address': 'object', '/address/line1': 'text:200', '/address/line2': 'text:200?' },
      ...{ '/address/city': 'text:100', '/address/postalCode': 'text:20', '/address/country': 'country' },
      ...{ '/documents': 'list', '/documents/0/type': 'name-of-mine', '/documents/0/reference': 'text:255' },
    },
    prepare: async (stage) => ({ as: await stage.person(), body: PROFILE }),
  },

  'POST /groups': {
    succeeds: 201,
    fields: { '/name': 'text:100' },
    prepare: async (stage) => ({ as: await stage.person(), body: { name: 'Friends' } }),
  },
  'GET /groups': { succeeds: 200, query: PAGE, prepare: async (stage) => ({ as: await stage.person() }) },
  'GET /groups/:id': { succeeds: 200, prepare: ownGroup },
  'PATCH /groups/:id': {
    succeeds: 200,
    fields: { '/name': 'text:100' },
    prepare: async (stage) => ({ ...(await ownGroup(stage)), body: { name: 'Best friends' } }),
  },
  'DELETE /groups/:id': { succeeds: 204, prepare: ownGroup },
  'POST /groups/:id/invitations': {
    succeeds: 202,
    // Whether there is such a person is not said: an unknown id is taken, and nothing is written.
    fields: { '/userId': 'id', '/email': 'email?' },
    prepare: async (stage) => ({ ...(await ownGroup(stage)), body: { userId: (await stage.person()).id } }),
  },
  'DELETE /groups/:id/members/:userId': {
    succeeds: 204,
    async prepare(stage) {
      const { owner, member, groupId } = await stage.friends();
      return { as: owner, params: { id: groupId, userId: member.id }, stranger: await stage.person() };
    },
  },
  'GET /invitations': { succeeds: 200, query: PAGE, prepare: async (stage) => ({ as: await stage.person() }) },
  'POST /invitations/:id/accept': { succeeds: 200, prepare: invited },
  'POST /invitations/:id/decline': { succeeds: 200, prepare: invited },
};

const PROFILE: Body = {
  dateOfBirth: '1990-04-17',
  address: { line1: '12 Example Street', line2: 'Flat 3', city: 'Bengaluru', postalCode: '560001', country: 'IN' },
  documents: [{ type: 'passport', reference: 'vault/documents/1' }],
};

/** Somebody who waits to be checked. */
async function submitted(stage: Stage): Promise<{ person: Person }> {
  const person = await stage.person();
  await stage.made('PUT', '/me/profile', person, PROFILE);
  return { person };
}

/** An administrator, and somebody who is none. */
export const asAdmin = async (stage: Stage): Promise<GoodRequest> => ({
  as: await stage.admin(),
  stranger: await stage.payer(),
});

const roleName = (): string => `role_${randomUUID().replaceAll('-', '')}`;

export const ROUTES_OF_OPERATIONS: Catalogue = {
  'GET /admin/permissions': { succeeds: 200, prepare: asAdmin },
  'GET /admin/roles': { succeeds: 200, prepare: asAdmin },
  'POST /admin/roles': {
    succeeds: 201,
    fields: { '/name': 'name', '/description': 'text:200', '/permissions': 'names' },
    async prepare(stage) {
      const body = { name: roleName(), description: 'Reads the books', permissions: ['ledger:read'] };
      return { ...(await asAdmin(stage)), body, foreign: { '/name': 'auditor' } };
    },
  },
  'PATCH /admin/roles/:name': {
    succeeds: 200,
    named: true,
    versioned: true,
    fields: { '/description': 'text:200?', '/permissions': 'names?' },
    async prepare(stage) {
      const { as, stranger } = await asAdmin(stage);
      const role = { name: roleName(), description: 'Reads the books', permissions: ['ledger:read'] };
      const { name } = await stage.made<{ name: string }>('POST', '/admin/roles', as, role);
      return {
        as,
        stranger,
        params: { name },
        body: { description: 'Closes them too', permissions: ['ledger:close'] },
      };
    },
  },
  'GET /admin/users': {
    succeeds: 200,
    query: { ...PAGE, status: 'choice', kycStatus: 'choice', role: 'name', email: 'email' },
    prepare: asAdmin,
  },
  'GET /admin/users/:id': {
    succeeds: 200,
    prepare: async (stage) => ({ ...(await asAdmin(stage)), params: { id: (await stage.person()).id } }),
  },
  'PATCH /admin/users/:id/status': {
    succeeds: 200,
    fields: { '/status': 'choice', '/reason': 'text:500' },
    async prepare(stage) {
      const body = { status: 'suspended', reason: 'Reported as stolen' };
      return { ...(await asAdmin(stage)), params: { id: (await stage.person()).id }, body };
    },
  },
  'PATCH /admin/users/:id/kyc': {
    succeeds: 200,
    fields: { '/status': 'choice', '/profileVersion': 'amount-of-mine', '/reason': 'text:500' },
    async prepare(stage) {
      const body = { status: 'verified', profileVersion: 1, reason: 'Valid' };
      return { ...(await asAdmin(stage)), params: { id: (await submitted(stage)).person.id }, body };
    },
  },
  'PUT /admin/users/:id/roles': {
    succeeds: 200,
    fields: { '/roles': 'names', '/reason': 'text:500?' },
    async prepare(stage) {
      const { id } = await stage.person();
      const body = { roles: ['customer', 'auditor'], reason: 'Joined the audit team' };
      return { ...(await asAdmin(stage)), params: { id }, body };
    },
  },
  'GET /admin/jobs': { succeeds: 200, prepare: asAdmin },
  'POST /admin/jobs/:name/run': {
    succeeds: 201,
    named: true,
    prepare: async (stage) => ({ ...(await asAdmin(stage)), params: { name: 'outbox-cleanup' } }),
  },
  'GET /admin/ledger/accounts': {
    succeeds: 200,
    query: { ...PAGE, code: 'text', kind: 'choice', ownerId: 'id', asset: 'code' },
    prepare: asAdmin,
  },
  'GET /admin/ledger/anchors': { succeeds: 200, query: PAGE, prepare: asAdmin },
  'GET /admin/ledger/trial-balance': { succeeds: 200, query: { asOf: 'moment' }, prepare: asAdmin },
  'POST /admin/ledger/verify': { succeeds: 200, prepare: asAdmin },
  'GET /admin/audit-logs': {
    succeeds: 200,
    query: {
      ...PAGE,
      ...{ service: 'text', userId: 'id', subjectId: 'text', transactionId: 'id', from: 'moment', to: 'moment' },
    },
    prepare: asAdmin,
  },
  'GET /admin/outbox': { succeeds: 200, query: PAGE, prepare: asAdmin },
  'GET /admin/system': { succeeds: 200, prepare: asAdmin },
  'GET /health/live': { succeeds: 200, prepare: async () => ({}) },
  'GET /health/ready': { succeeds: 200, prepare: async () => ({}) },
};

async function ownGroup(stage: Stage): Promise<GoodRequest> {
  const owner = await stage.person();
  return { as: owner, params: { id: await stage.group(owner) }, stranger: await stage.person() };
}

async function invited(stage: Stage): Promise<GoodRequest> {
  const { invitee, invitationId } = await stage.invitation();
  return { as: invitee, params: { id: invitationId }, stranger: await stage.person() };
}
