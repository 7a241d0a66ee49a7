import { type Catalogue, PAGE } from './route-case.ts';
import type { Stage } from './stage.ts';

/** Disputes of payments, and what providers took and paid out. */
export const ROUTES_OF_SETTLEMENTS: Catalogue = {
  'GET /admin/disputes': { succeeds: 200, query: { ...PAGE, status: 'choice', paymentId: 'id' }, prepare: asAdmin },
  'GET /admin/disputes/:id': { succeeds: 200, prepare: disputed },
  'POST /admin/disputes/:id/evidence': {
    succeeds: 201,
    fields: {
      ...{ '/text': 'text:20000', '/documents': 'list?' },
      ...{ '/documents/0/kind': 'choice', '/documents/0/reference': 'text:128' },
    },
    async prepare(stage) {
      const documents = [{ kind: 'receipt', reference: 'file_1' }];
      const twice = [...documents, { kind: 'receipt', reference: 'file_2' }];
      return { ...(await disputed(stage)), body: { text: 'Theirs', documents }, foreign: { '/documents': twice } };
    },
  },
  'GET /admin/payouts': { succeeds: 200, query: { ...PAGE, status: 'choice' }, prepare: asAdmin },
  'GET /admin/payouts/:id': {
    succeeds: 200,
    async prepare(stage) {
      const who = await asAdmin(stage);
      await stage.payment(await stage.payer());
      await stage.made('POST', '/sandbox/payouts', who.as, PAYOUT);
      await stage.hear();
      const { data } = await stage.made<{ data: { id: string }[] }>('GET', '/admin/payouts', who.as);
      return { ...who, params: { id: data[0]?.id ?? '' } };
    },
  },
  'GET /admin/provider-balance-changes': { succeeds: 200, query: { ...PAGE, paymentId: 'id' }, prepare: asAdmin },
  'POST /sandbox/payouts': {
    succeeds: 202,
    fields: { '/amount': 'amount', '/currency': 'currency-kept', '/outcome': 'choice' },
    prepare: async (stage) => ({ ...(await asAdmin(stage)), body: PAYOUT }),
  },
};

const PAYOUT = { amount: 100, currency: 'INR', outcome: 'paid' };

async function asAdmin(stage: Stage) {
  return { as: await stage.admin(), stranger: await stage.payer() };
}

async function disputed(stage: Stage) {
  const who = await asAdmin(stage);
  const paymentId = await stage.payment(await stage.payer(), 'sandbox_dispute');
  await stage.hear();
  const path = `/admin/disputes?paymentId=${paymentId}`;
  const { data } = await stage.made<{ data: { id: string }[] }>('GET', path, who.as);
  return { ...who, params: { id: data[0]?.id ?? '' } };
}
