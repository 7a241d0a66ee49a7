import { randomUUID } from 'node:crypto';
import { type Catalogue, type GoodRequest, PAGE } from './route-case.ts';
import type { Stage } from './stage.ts';
import type { Body, Person } from './world.ts';

const BECAUSE = { reason: 'Because' };

export const ROUTES_OF_RISK: Catalogue = {
  'GET /admin/risk/rules': { succeeds: 200, query: { ...PAGE, status: 'choice', name: 'name' }, prepare: asAdmin },
  'POST /admin/risk/rules': {
    succeeds: 201,
    fields: {
      ...{ '/name': 'name', '/description': 'text:500', '/subjects': 'choices', '/condition': 'condition' },
      ...{ '/score': 'score', '/whenUnknown': 'choice', '/reason': 'text:500' },
    },
    prepare: async (stage) => ({ ...(await asAdmin(stage)), body: newRule() }),
  },
  'GET /admin/risk/rules/:id': { succeeds: 200, prepare: ofDraft },
  'PATCH /admin/risk/rules/:id': {
    succeeds: 200,
    versioned: true,
    fields: {
      ...{ '/description': 'text:500?', '/subjects': 'choices?', '/condition': 'condition?', '/score': 'score?' },
      ...{ '/whenUnknown': 'choice?', '/reason': 'text:500' },
    },
    async prepare(stage) {
      const { name: _name, ...body } = newRule();
      return { ...(await ofDraft(stage)), body };
    },
  },
  'GET /admin/risk/rules/:id/history': { succeeds: 200, query: PAGE, prepare: ofDraft },
  'POST /admin/risk/rules/:id/shadow': {
    succeeds: 200,
    versioned: true,
    fields: { '/reason': 'text:500' },
    prepare: moved,
  },
  'POST /admin/risk/rules/:id/live': {
    succeeds: 200,
    versioned: true,
    fields: { '/reason': 'text:500' },
    prepare: moved,
  },
  'POST /admin/risk/rules/:id/retire': {
    succeeds: 200,
    versioned: true,
    fields: { '/reason': 'text:500' },
    prepare: moved,
  },
  'POST /admin/risk/rules/:id/replay': {
    succeeds: 200,
    query: { ...PAGE, from: 'moment', to: 'moment' },
    prepare: ofDraft,
  },
  'GET /admin/risk/decisions': {
    succeeds: 200,
    query: { ...PAGE, reviewStatus: 'choice', userId: 'id' },
    prepare: asAdmin,
  },
  'GET /admin/risk/decisions/:id': { succeeds: 200, prepare: ofReview },
  'POST /admin/risk/decisions/:id/take': { succeeds: 200, prepare: ofReview },
  'POST /admin/risk/decisions/:id/put-back': {
    succeeds: 200,
    async prepare(stage) {
      const good = await ofReview(stage);
      await stage.made('POST', `/admin/risk/decisions/${good.params.id}/take`, good.as);
      return good;
    },
  },
  'POST /admin/risk/decisions/:id/approve': { succeeds: 200, fields: { '/reason': 'text:500' }, prepare: reviewed },
  'POST /admin/risk/decisions/:id/reject': { succeeds: 200, fields: { '/reason': 'text:500' }, prepare: reviewed },
  'GET /admin/risk/listings': {
    succeeds: 200,
    query: { ...PAGE, kind: 'choice', value: 'text', all: 'flag' },
    prepare: asAdmin,
  },
  'POST /admin/risk/listings': {
    succeeds: 201,
    fields: { '/kind': 'choice', '/value': 'listing', '/effect': 'choice', '/reason': 'text:500' },
    async prepare(stage) {
      const listed = newListing();
      const good = await asAdmin(stage);
      await stage.made('POST', '/admin/risk/listings', good.as, listed);
      return { ...good, body: newListing(), foreign: { '/value': listed.value } };
    },
  },
  'POST /admin/risk/listings/:id/remove': {
    succeeds: 200,
    fields: { '/reason': 'text:500' },
    async prepare(stage) {
      const good = await asAdmin(stage);
      const { id } = await stage.made<{ id: string }>('POST', '/admin/risk/listings', good.as, newListing());
      return { ...good, params: { id }, body: BECAUSE };
    },
  },
  'GET /admin/risk/people/:id/movements': {
    succeeds: 200,
    query: PAGE,
    prepare: async (stage) => ({ ...(await asAdmin(stage)), params: { id: (await stage.person()).id } }),
  },
};

const newRule = () => ({
  ...{ name: `rule_${randomUUID().replaceAll('-', '')}`, description: 'A rule', subjects: ['transfer', 'hold'] },
  ...{ condition: { amount: { atLeast: { ZZZ: 100 } } }, score: 60, whenUnknown: 'open', reason: 'Because' },
});

const newListing = () => ({ kind: 'payee', value: randomUUID(), effect: 'watch', reason: 'Because' });

async function asAdmin(stage: Stage): Promise<GoodRequest & { as: Person }> {
  return { as: await stage.admin(), stranger: await stage.person() };
}

async function ofDraft(stage: Stage): Promise<GoodRequest & { as: Person }> {
  const good = await asAdmin(stage);
  const { id } = await stage.made<{ id: string }>('POST', '/admin/risk/rules', good.as, newRule());
  return { ...good, params: { id } };
}

/** By somebody else than who wrote it. */
async function moved(stage: Stage): Promise<GoodRequest> {
  return { ...(await ofDraft(stage)), as: await stage.admin(), body: BECAUSE };
}

async function reviewed(stage: Stage): Promise<GoodRequest> {
  return { ...(await ofReview(stage)), body: BECAUSE };
}

/** A transfer that waits for a person, and the rule that held it back gone again. */
async function ofReview(stage: Stage): Promise<GoodRequest & { as: Person; params: { id: string } }> {
  const [author, as] = [await stage.admin(), await stage.admin()];
  const condition = { amount: { atLeast: { INR: 7_777 } } };
  const { id } = await stage.made<{ id: string }>('POST', '/admin/risk/rules', author, { ...newRule(), condition });
  await stage.made('POST', `/admin/risk/rules/${id}/live`, as, BECAUSE);
  const [payer, payee] = [await stage.payer(), await stage.payer()];
  const body: Body = { fromWalletId: payer.walletId, toWalletId: payee.walletId, amount: 7_777, currency: 'INR' };
  await stage.world.post('/transfers', payer, body);
  await stage.made('POST', `/admin/risk/rules/${id}/retire`, as, BECAUSE);
  const { data } = await stage.made<{ data: { id: string }[] }>('GET', `/admin/risk/decisions?userId=${payer.id}`, as);
  return { as, stranger: await stage.person(), params: { id: data[0]?.id ?? '' } };
}
