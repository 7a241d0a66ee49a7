import { dayOf } from '../../src/shared/calendar-day.ts';
import { type Catalogue, PAGE } from './route-case.ts';
import type { Stage } from './stage.ts';

const HOUR_MS = 3_600_000;

/** Money that moves later, or after two people said so. */
export const ROUTES_OF_WRITES: Catalogue = {
  'POST /transfers/scheduled': {
    succeeds: 201,
    fields: {
      ...{ '/fromWalletId': 'id-of-mine', '/toWalletId': 'id-of-mine', '/amount': 'amount' },
      ...{ '/currency': 'currency-of-mine', '/scheduledFor': 'moment-ahead' },
      ...{ '/description': 'text:500?', '/reference': 'text:255?', '/metadata': 'metadata?' },
    },
    async prepare(stage) {
      const [from, to, stranger] = [await stage.payer(), await stage.payer(), await stage.payer()];
      const body = { fromWalletId: from.walletId, toWalletId: to.walletId, amount: 500, currency: 'INR' };
      const texts = { description: 'Rent', reference: 'r-1', metadata: { flat: '7' } };
      const asked = { ...body, ...texts, scheduledFor: inAnHour(stage) };
      return { as: from, body: asked, stranger, foreign: { '/fromWalletId': to.walletId } };
    },
  },
  'GET /transfers/scheduled': {
    succeeds: 200,
    query: { ...PAGE, status: 'choice', walletId: 'id' },
    prepare: async (stage) => ({ as: await stage.payer() }),
  },
  'GET /transfers/scheduled/:id': { succeeds: 200, prepare: ownScheduled },
  'PATCH /transfers/scheduled/:id': {
    succeeds: 200,
    fields: { '/scheduledFor': 'moment-ahead' },
    versioned: true,
    prepare: async (stage) => ({ ...(await ownScheduled(stage)), body: { scheduledFor: inAnHour(stage) } }),
  },
  'POST /transfers/scheduled/:id/cancel': { succeeds: 200, versioned: true, prepare: ownScheduled },

  'POST /admin/wallets/:id/adjust': {
    succeeds: 201,
    fields: {
      ...{ '/direction': 'choice', '/amount': 'amount', '/reason': 'text:500', '/reference': 'text:255?' },
      '/effectiveAt': 'moment-past?',
    },
    async prepare(stage) {
      const { walletId } = await stage.payer();
      const body = { direction: 'credit', amount: 100, reason: 'Charged twice', reference: 'case-1' };
      return { as: await stage.admin(), params: { id: walletId }, body, stranger: await stage.payer() };
    },
  },
  'GET /admin/adjustments': {
    succeeds: 200,
    query: { ...PAGE, status: 'choice', walletId: 'id' },
    prepare: async (stage) => ({ as: await stage.admin(), stranger: await stage.payer() }),
  },
  'GET /admin/adjustments/:id': { succeeds: 200, prepare: (stage) => adjustment(stage, 'checker') },
  'POST /admin/adjustments/:id/approve': {
    succeeds: 200,
    fields: { '/reason': 'text:500?' },
    prepare: async (stage) => ({ ...(await adjustment(stage, 'checker')), body: { reason: 'It was so' } }),
  },
  'POST /admin/adjustments/:id/reject': {
    succeeds: 200,
    fields: { '/reason': 'text:500?' },
    prepare: async (stage) => ({ ...(await adjustment(stage, 'checker')), body: { reason: 'It was not' } }),
  },
  'POST /admin/adjustments/:id/cancel': { succeeds: 200, prepare: (stage) => adjustment(stage, 'maker') },

  'POST /admin/wallets/:id/freeze': {
    succeeds: 201,
    fields: { '/amount': 'amount-of-mine?', '/reason': 'text:500' },
    prepare: (stage) => walletOfSomebody(stage, { amount: 100, reason: 'A court order' }),
  },
  'POST /admin/wallets/:id/unfreeze': {
    succeeds: 200,
    fields: { '/freezeId': 'id-of-mine?', '/amount': 'amount-of-mine?', '/reason': 'text:500' },
    async prepare(stage) {
      const frozen = await walletOfSomebody(stage, { amount: 100, reason: 'A court order' });
      const path = `/admin/wallets/${frozen.params.id}/freeze`;
      const { id: freezeId } = await stage.made<{ id: string }>('POST', path, frozen.as, frozen.body);
      return { ...frozen, body: { freezeId, amount: 40, reason: 'It was lifted' } };
    },
  },
  'GET /admin/wallets/:id/freezes': {
    succeeds: 200,
    query: { ...PAGE, status: 'choice' },
    prepare: (stage) => walletOfSomebody(stage),
  },

  'GET /admin/ledger/business-days': {
    succeeds: 200,
    query: PAGE,
    prepare: async (stage) => ({ as: await stage.admin(), stranger: await stage.payer() }),
  },
  'POST /admin/ledger/business-days/:day/close': {
    succeeds: 200,
    named: true,
    prepare: async (stage) => ({
      as: await stage.admin(),
      params: { day: yesterday(stage) },
      stranger: await stage.payer(),
    }),
  },
};

async function walletOfSomebody(stage: Stage, body?: Record<string, unknown>) {
  const { walletId } = await stage.payer();
  return { as: await stage.admin(), params: { id: walletId }, body, stranger: await stage.payer() };
}

function yesterday(stage: Stage): string {
  return dayOf(new Date(stage.world.clock.now().getTime() - 24 * HOUR_MS));
}

function inAnHour(stage: Stage): string {
  return new Date(stage.world.clock.now().getTime() + HOUR_MS).toISOString();
}

/** An adjustment that waits: for somebody else to decide it, or for its maker to take it back. */
async function adjustment(stage: Stage, as: 'maker' | 'checker') {
  const [maker, checker, { walletId }] = [await stage.admin(), await stage.admin(), await stage.payer()];
  const body = { direction: 'credit', amount: 100, reason: 'Charged twice' };
  const { id } = await stage.made<{ id: string }>('POST', `/admin/wallets/${walletId}/adjust`, maker, body);
  const stranger = as === 'maker' ? checker : await stage.payer();
  return { as: as === 'maker' ? maker : checker, params: { id }, stranger };
}

async function ownScheduled(stage: Stage) {
  const [from, to] = [await stage.payer(), await stage.payer()];
  const body = { fromWalletId: from.walletId, toWalletId: to.walletId, amount: 500, currency: 'INR' };
  const path = '/transfers/scheduled';
  const asked = { ...body, scheduledFor: inAnHour(stage) };
  const { id } = await stage.made<{ id: string }>('POST', path, from, asked);
  // The receiver is a stranger to it before it is posted.
  return { as: from, params: { id }, stranger: to };
}
