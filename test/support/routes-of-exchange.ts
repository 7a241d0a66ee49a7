import { type Catalogue, PAGE } from './route-case.ts';
import type { Payer, Stage } from './stage.ts';

const RATE = { rate: '83.25', spreadBasisPoints: 50, validForSeconds: 3_600, outOfBand: false };
const DEAL = { sellCurrency: 'INR', buyCurrency: 'USD', sellAmount: 10_000 };

export const ROUTES_OF_EXCHANGE: Catalogue = {
  'GET /admin/fx/rates': { succeeds: 200, query: PAGE, prepare: asAdmin },
  'GET /admin/fx/rates/:pair': { succeeds: 200, query: PAGE, named: true, prepare: ofPair },
  'PUT /admin/fx/rates/:pair': {
    succeeds: 200,
    named: true,
    fields: {
      '/rate': 'rate',
      '/spreadBasisPoints': 'basis-points',
      '/validForSeconds': 'count?',
      '/outOfBand': 'boolean?',
    },
    prepare: async (stage) => ({ ...(await ofPair(stage)), body: RATE }),
  },
  'GET /admin/fx/positions': { succeeds: 200, query: PAGE, prepare: asAdmin },
  'POST /fx/quotes': {
    succeeds: 201,
    fields: {
      ...{ '/sellCurrency': 'currency-kept', '/buyCurrency': 'currency-kept' },
      ...{ '/sellAmount': 'amount', '/buyAmount': 'amount?' },
    },
    async prepare(stage) {
      await setRate(stage);
      return { as: await stage.person(), body: DEAL };
    },
  },
  'GET /fx/quotes/:id': {
    succeeds: 200,
    async prepare(stage) {
      const { payer, quoteId } = await quoted(stage);
      return { as: payer, params: { id: quoteId }, stranger: await stage.person() };
    },
  },
  'POST /fx/exchanges': {
    succeeds: 201,
    fields: { '/quoteId': 'id-of-mine', '/fromWalletId': 'id-of-mine', '/toWalletId': 'id-of-mine' },
    async prepare(stage) {
      const [{ payer, ...body }, other] = [await quoted(stage), await quoted(stage)];
      const foreign = {
        ...{ '/quoteId': other.quoteId, '/fromWalletId': other.fromWalletId, '/toWalletId': other.toWalletId },
      };
      return { as: payer, body, stranger: other.payer, foreign };
    },
  },
  'GET /fx/exchanges': { succeeds: 200, query: PAGE, prepare: async (stage) => ({ as: await stage.person() }) },
  'GET /fx/exchanges/:id': {
    succeeds: 200,
    async prepare(stage) {
      const { payer, ...body } = await quoted(stage);
      const { id } = await stage.made<{ id: string }>('POST', '/fx/exchanges', payer, body);
      return { as: payer, params: { id }, stranger: await stage.person() };
    },
  },
};

async function asAdmin(stage: Stage) {
  return { as: await stage.admin(), stranger: await stage.person() };
}

async function ofPair(stage: Stage) {
  return { ...(await asAdmin(stage)), params: { pair: 'USD-INR' } };
}

async function setRate(stage: Stage): Promise<void> {
  await stage.made('PUT', '/admin/fx/rates/USD-INR', await stage.admin(), RATE);
}

/** Somebody with rupees, an empty wallet in dollars, and a price for some of them. */
async function quoted(
  stage: Stage,
): Promise<{ payer: Payer; quoteId: string; fromWalletId: string; toWalletId: string }> {
  await setRate(stage);
  const payer = await stage.payer();
  const toWalletId = await stage.world.wallet(payer, 0, 'USD');
  const { id } = await stage.made<{ id: string }>('POST', '/fx/quotes', payer, DEAL);
  return { payer, quoteId: id, fromWalletId: payer.walletId, toWalletId };
}
