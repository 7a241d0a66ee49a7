import { type Catalogue, type GoodRequest, PAGE } from './route-case.ts';
import type { Stage } from './stage.ts';

const ENTRIES = {
  ...PAGE,
  from: 'moment',
  to: 'moment',
  recordedFrom: 'moment',
  recordedTo: 'moment',
  kind: 'text',
  direction: 'choice',
  minAmount: 'amount',
  maxAmount: 'amount',
  reference: 'text',
} as const;

const STATEMENT = { ...PAGE, from: 'moment', to: 'moment', format: 'choice' } as const;
const PERIOD = 'from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z';

const MONITOR = { metric: 'balance', direction: 'below', threshold: 500, rearmAt: 800 } as const;

/** What the books say: of one account, and of all. */
export const ROUTES_OF_READS: Catalogue = {
  'GET /wallets/:id/entries': { succeeds: 200, query: ENTRIES, prepare: ownWallet },
  'GET /admin/ledger/accounts/:id/entries': { succeeds: 200, query: ENTRIES, prepare: anyAccount },
  'GET /admin/ledger/aggregates': {
    succeeds: 200,
    query: { from: 'moment', to: 'moment', groupBy: 'choice', clock: 'choice', asset: 'code', kind: 'text' },
    prepare: async (stage) => ({ as: await stage.admin(), query: PERIOD, stranger: await stage.payer() }),
  },
  'GET /admin/ledger/chart': {
    succeeds: 200,
    prepare: async (stage) => ({ as: await stage.admin(), stranger: await stage.payer() }),
  },
  'POST /wallets/:id/monitors': {
    succeeds: 201,
    fields: {
      '/metric': 'choice',
      '/direction': 'choice',
      '/threshold': 'signed-amount',
      '/rearmAt': 'signed-amount?',
    },
    prepare: async (stage) => ({ ...(await ownWallet(stage)), body: MONITOR, foreign: { '/rearmAt': 1 } }),
  },
  'GET /wallets/:id/monitors': { succeeds: 200, query: PAGE, prepare: ownWallet },
  'DELETE /wallets/:id/monitors/:monitorId': {
    succeeds: 204,
    async prepare(stage) {
      const { as, params, stranger } = await ownWallet(stage);
      const { id } = await stage.made<{ id: string }>('POST', `/wallets/${params.id}/monitors`, as, MONITOR);
      return { as, params: { ...params, monitorId: id }, stranger };
    },
  },
  'POST /admin/ledger/monitors': {
    succeeds: 201,
    fields: {
      ...{ '/accountId': 'id-of-mine', '/metric': 'choice', '/direction': 'choice' },
      ...{ '/threshold': 'signed-amount', '/rearmAt': 'signed-amount?' },
    },
    async prepare(stage) {
      const { as, params, stranger } = await anyAccount(stage);
      return { as, body: { accountId: params.id, ...MONITOR }, stranger, foreign: { '/rearmAt': 1 } };
    },
  },
  'GET /admin/ledger/monitors': {
    succeeds: 200,
    query: { ...PAGE, accountId: 'id' },
    prepare: async (stage) => ({ as: await stage.admin(), stranger: await stage.payer() }),
  },
  'DELETE /admin/ledger/monitors/:id': {
    succeeds: 204,
    async prepare(stage) {
      const { as, params, stranger } = await anyAccount(stage);
      const body = { accountId: params.id, ...MONITOR };
      const { id } = await stage.made<{ id: string }>('POST', '/admin/ledger/monitors', as, body);
      return { as, params: { id }, stranger };
    },
  },
  'GET /wallets/:id/statement': {
    succeeds: 200,
    query: STATEMENT,
    prepare: async (stage) => ({ ...(await ownWallet(stage)), query: PERIOD }),
  },
  'GET /admin/ledger/accounts/:id/statement': {
    succeeds: 200,
    query: STATEMENT,
    prepare: async (stage) => ({ ...(await anyAccount(stage)), query: PERIOD }),
  },
};

async function ownWallet(stage: Stage) {
  const payer = await stage.payer();
  return { as: payer, params: { id: payer.walletId }, stranger: await stage.payer() };
}

async function anyAccount(stage: Stage): Promise<GoodRequest & { params: { id: string } }> {
  const { walletId, ...stranger } = await stage.payer();
  return { as: await stage.admin(), params: { id: walletId }, stranger };
}
