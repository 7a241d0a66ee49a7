import { type Catalogue, PAGE } from './route-case.ts';
import type { Payer, Stage } from './stage.ts';

/** Disputes of payments, and what providers took and paid out. */
export const ROUTES_OF_SETTLEMENTS: Catalogue = {
  'GET /admin/disputes': {
    succeeds: 200,
    query: { ...PAGE, status: 'choice', paymentId: 'id', debt: 'choice' },
    prepare: asAdmin,
  },
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
  'POST /admin/disputes/:id/write-offs': {
    succeeds: 201,
    fields: { '/amount': 'amount', '/reason': 'text:500' },
    prepare: async (stage) => ({ ...(await owed(stage)), body: WRITE_OFF }),
  },
  'GET /admin/write-offs': {
    succeeds: 200,
    query: { ...PAGE, status: 'choice', disputeId: 'id' },
    prepare: asAdmin,
  },
  'GET /admin/write-offs/:id': { succeeds: 200, prepare: (stage) => writeOff(stage, 'checker') },
  'POST /admin/write-offs/:id/approve': {
    succeeds: 200,
    fields: { '/reason': 'text:500?' },
    prepare: async (stage) => ({ ...(await writeOff(stage, 'checker')), body: { reason: 'It was so' } }),
  },
  'POST /admin/write-offs/:id/reject': {
    succeeds: 200,
    fields: { '/reason': 'text:500?' },
    prepare: async (stage) => ({ ...(await writeOff(stage, 'checker')), body: { reason: 'It was not' } }),
  },
  'POST /admin/write-offs/:id/cancel': { succeeds: 200, prepare: (stage) => writeOff(stage, 'maker') },
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

const WRITE_OFF = { amount: 100, reason: 'Nobody pays it' };
const PAYOUT = { amount: 100, currency: 'INR', outcome: 'paid' };

async function asAdmin(stage: Stage) {
  return { as: await stage.admin(), stranger: await stage.payer() };
}

async function disputed(stage: Stage, payer?: Payer) {
  const who = await asAdmin(stage);
  const paymentId = await stage.payment(payer ?? (await stage.payer()), 'sandbox_dispute');
  await stage.hear();
  const path = `/admin/disputes?paymentId=${paymentId}`;
  const { data } = await stage.made<{ data: { id: string }[] }>('GET', path, who.as);
  return { ...who, params: { id: data[0]?.id ?? '' } };
}

/** A dispute of money that cannot be taken. */
async function owed(stage: Stage) {
  const payer = await stage.payer();
  await stage.made('POST', `/admin/wallets/${payer.walletId}/freeze`, await stage.admin(), { reason: 'A court order' });
  return disputed(stage, payer);
}

/** A write-off that waits: for somebody else to decide it, or for its maker to take it back. */
async function writeOff(stage: Stage, as: 'maker' | 'checker') {
  const { params, as: maker } = await owed(stage);
  const checker = await stage.admin();
  const { id } = await stage.made<{ id: string }>('POST', `/admin/disputes/${params.id}/write-offs`, maker, WRITE_OFF);
  const stranger = as === 'maker' ? checker : await stage.payer();
  return { as: as === 'maker' ? maker : checker, params: { id }, stranger };
}
