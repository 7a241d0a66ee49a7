import { randomUUID } from 'node:crypto';
import { type Catalogue, PAGE } from './route-case.ts';
import type { Payer, Stage } from './stage.ts';

interface Pair {
  readonly from: Payer;
  readonly to: Payer;
  readonly stranger: Payer;
}

async function pair(stage: Stage): Promise<Pair> {
  return { from: await stage.payer(), to: await stage.payer(), stranger: await stage.payer() };
}

const DRY_RUN = { dryRun: 'flag' } as const;
const TRANSFER_TEXTS = { description: 'text:500?', reference: 'text:255?', metadata: 'metadata?' } as const;
const BETWEEN = { from: 'moment', to: 'moment' } as const;

export const ROUTES_OF_MONEY: Catalogue = {
  'POST /wallets': {
    succeeds: 201,
    fields: { '/currency': 'currency-kept' },
    prepare: async (stage) => ({ as: await stage.payer(), body: { currency: 'USD' } }),
  },
  'GET /wallets': { succeeds: 200, query: PAGE, prepare: async (stage) => ({ as: await stage.payer() }) },
  'GET /wallets/:id': { succeeds: 200, prepare: ownWallet },
  'GET /wallets/:id/balance': { succeeds: 200, query: { asOf: 'moment', clock: 'choice' }, prepare: ownWallet },
  'POST /wallets/:id/close': {
    succeeds: 200,
    versioned: true,
    async prepare(stage) {
      const person = await stage.person();
      return { as: person, params: { id: await stage.world.wallet(person) }, stranger: await stage.payer() };
    },
  },

  'POST /transfers': {
    succeeds: 201,
    query: DRY_RUN,
    fields: {
      ...{ '/id': 'id?', '/fromWalletId': 'id-of-mine', '/toWalletId': 'id-of-mine' },
      ...{ '/amount': 'amount-of-mine', '/currency': 'currency-of-mine', '/effectiveAt': 'moment-past?' },
      ...{ '/description': TRANSFER_TEXTS.description, '/reference': TRANSFER_TEXTS.reference },
      '/metadata': TRANSFER_TEXTS.metadata,
    },
    async prepare(stage) {
      const { from, to, stranger } = await pair(stage);
      const body = { fromWalletId: from.walletId, toWalletId: to.walletId, amount: 500, currency: 'INR' };
      const texts = { description: 'Lunch', reference: 'r-1', metadata: { table: '7' } };
      return { as: from, body: { ...body, ...texts }, stranger, foreign: { '/fromWalletId': to.walletId } };
    },
  },
  'POST /transfers/batch': {
    succeeds: 200,
    refusesInside: true,
    query: DRY_RUN,
    fields: {
      ...{ '/transfers': 'list', '/atomic': 'boolean?', '/transfers/0/id': 'id?' },
      // Of a transfer that is well-formed and refused, a batch says so in its results, also that a wallet is not the caller's.
      ...{ '/transfers/0/fromWalletId': 'id', '/transfers/0/toWalletId': 'id' },
      ...{
        '/transfers/0/amount': 'amount',
        '/transfers/0/currency': 'currency',
        '/transfers/0/effectiveAt': 'moment?',
      },
      ...{ '/transfers/0/description': 'text:500?', '/transfers/0/reference': 'text:255?' },
      '/transfers/0/metadata': 'metadata?',
    },
    async prepare(stage) {
      const { from, to, stranger } = await pair(stage);
      const transfer = { fromWalletId: from.walletId, toWalletId: to.walletId, amount: 500, currency: 'INR' };
      return { as: from, body: { transfers: [transfer, transfer], atomic: true }, stranger };
    },
  },
  'GET /transfers': {
    succeeds: 200,
    query: { ...PAGE, ...BETWEEN, walletId: 'id', reference: 'text', minAmount: 'amount' },
    prepare: async (stage) => ({ as: await stage.payer() }),
  },
  'GET /transfers/:id': {
    succeeds: 200,
    async prepare(stage) {
      const { from, to, stranger } = await pair(stage);
      return { as: from, params: { id: await stage.transfer(from, to.walletId) }, stranger };
    },
  },
  'POST /transfers/:id/reverse': {
    succeeds: 201,
    query: DRY_RUN,
    fields: { '/amount': 'amount-of-mine?', '/reason': 'text:500' },
    async prepare(stage) {
      const { from, to, stranger } = await pair(stage);
      const body = { amount: 100, reason: 'Too much' };
      return { as: to, params: { id: await stage.transfer(from, to.walletId) }, body, stranger };
    },
  },

  'POST /holds': {
    succeeds: 201,
    query: DRY_RUN,
    fields: {
      ...{ '/walletId': 'id-of-mine', '/toWalletId': 'id-of-mine?', '/amount': 'amount-of-mine' },
      ...{ '/currency': 'currency-of-mine', '/expiresInSeconds': 'count', '/description': 'text:500?' },
    },
    async prepare(stage) {
      const { from, to, stranger } = await pair(stage);
      const amounts = { amount: 500, currency: 'INR', expiresInSeconds: 3_600 };
      const body = { walletId: from.walletId, toWalletId: to.walletId, ...amounts };
      return { as: from, body, stranger, foreign: { '/walletId': to.walletId } };
    },
  },
  'GET /holds/:id': { succeeds: 200, prepare: ownHold },
  'POST /holds/:id/capture': {
    succeeds: 200,
    fields: { '/amount': 'amount-of-mine?', '/toWalletId': 'id-of-mine?', '/final': 'boolean?' },
    prepare: async (stage) => ({ ...(await ownHold(stage)), body: { amount: 200, final: false } }),
  },
  'POST /holds/:id/void': { succeeds: 200, prepare: ownHold },

  'POST /payment-methods': {
    succeeds: 201,
    fields: { '/type': 'choice', '/token': 'text:255', '/makeDefault': 'boolean?' },
    async prepare(stage) {
      const body = { type: 'card', token: 'sandbox_visa', makeDefault: true };
      return { as: await stage.person(), body, foreign: { '/token': '4242424242424242' } };
    },
  },
  'GET /payment-methods': { succeeds: 200, query: PAGE, prepare: async (stage) => ({ as: await stage.person() }) },
  'DELETE /payment-methods/:id': {
    succeeds: 204,
    async prepare(stage) {
      const person = await stage.person();
      return { as: person, params: { id: await stage.card(person) }, stranger: await stage.person() };
    },
  },
  'POST /payments': {
    succeeds: 201,
    fields: {
      ...{ '/walletId': 'id-of-mine', '/paymentMethodId': 'id-of-mine', '/amount': 'amount' },
      ...{ '/currency': 'currency-of-mine', '/capture': 'choice?' },
    },
    async prepare(stage) {
      const { from, to, stranger } = await pair(stage);
      const paymentMethodId = await stage.card(from);
      const body = { walletId: from.walletId, paymentMethodId, amount: 500, currency: 'INR' };
      const foreign = { '/walletId': to.walletId, '/paymentMethodId': await stage.card(to) };
      return { as: from, body, stranger, foreign };
    },
  },
  'GET /payments': { succeeds: 200, query: PAGE, prepare: async (stage) => ({ as: await stage.person() }) },
  'GET /payments/:id': { succeeds: 200, prepare: (stage) => ownPayment(stage) },
  'GET /payments/:id/events': { succeeds: 200, query: PAGE, prepare: (stage) => ownPayment(stage) },
  'GET /payments/:id/refunds': { succeeds: 200, query: PAGE, prepare: (stage) => ownPayment(stage) },
  'POST /payments/:id/capture': {
    succeeds: 200,
    fields: { '/amount': 'amount-of-mine?' },
    prepare: async (stage) => ({ ...(await ownPayment(stage, 'sandbox_visa', 'manual')), body: { amount: 200 } }),
  },
  'POST /payments/:id/cancel': { succeeds: 200, prepare: (stage) => ownPayment(stage, 'sandbox_visa', 'manual') },
  'POST /payments/:id/refund': {
    succeeds: 201,
    fields: { '/amount': 'amount-of-mine?', '/reason': 'text:500?' },
    prepare: async (stage) => ({ ...(await ownPayment(stage)), body: { amount: 100, reason: 'Twice' } }),
  },
  'POST /sandbox/challenges/:paymentId': {
    succeeds: 200,
    fields: { '/approve': 'boolean' },
    async prepare(stage) {
      const { params, ...asked } = await ownPayment(stage, 'sandbox_3ds');
      return { ...asked, params: { paymentId: params.id }, body: { approve: true } };
    },
  },

  'GET /idempotency-keys/:key': {
    succeeds: 200,
    named: true,
    async prepare(stage) {
      const { from, to, stranger } = await pair(stage);
      const key = randomUUID();
      const body = { fromWalletId: from.walletId, toWalletId: to.walletId, amount: 500, currency: 'INR' };
      await stage.world.post('/transfers', from, body, key);
      return { as: from, params: { key }, stranger };
    },
  },
};

async function ownWallet(stage: Stage) {
  const payer = await stage.payer();
  return { as: payer, params: { id: payer.walletId }, stranger: await stage.payer() };
}

async function ownHold(stage: Stage) {
  const { from, to, stranger } = await pair(stage);
  return { as: from, params: { id: await stage.hold(from, to.walletId) }, stranger };
}

async function ownPayment(stage: Stage, token?: string, capture?: string) {
  const payer = await stage.payer();
  return { as: payer, params: { id: await stage.payment(payer, token, capture) }, stranger: await stage.payer() };
}
