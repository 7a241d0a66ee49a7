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
