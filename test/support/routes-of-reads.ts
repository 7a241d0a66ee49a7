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

/** What the books say: of one account, and of all. */
export const ROUTES_OF_READS: Catalogue = {
  'GET /wallets/:id/entries': { succeeds: 200, query: ENTRIES, prepare: ownWallet },
  'GET /admin/ledger/accounts/:id/entries': { succeeds: 200, query: ENTRIES, prepare: anyAccount },
};

async function ownWallet(stage: Stage) {
  const payer = await stage.payer();
  return { as: payer, params: { id: payer.walletId }, stranger: await stage.payer() };
}

async function anyAccount(stage: Stage): Promise<GoodRequest & { params: { id: string } }> {
  const { walletId, ...stranger } = await stage.payer();
  return { as: await stage.admin(), params: { id: walletId }, stranger };
}
