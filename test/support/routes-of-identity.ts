import { type Catalogue, type GoodRequest, PAGE } from './route-case.ts';
import type { Stage } from './stage.ts';

export const ROUTES_OF_IDENTITY: Catalogue = {
  'GET /api-keys': { succeeds: 200, query: PAGE, prepare: async (stage) => ({ as: await stage.person() }) },
  'POST /api-keys': {
    succeeds: 201,
    fields: { '/name': 'text:100', '/permissions': 'names', '/expiresInDays': 'count?' },
    async prepare(stage) {
      const body = { name: 'Payouts', permissions: ['wallets:read'], expiresInDays: 30 };
      return { as: await stage.world.provedPerson(), body };
    },
  },
  'POST /api-keys/:id/rotate': {
    succeeds: 200,
    versioned: true,
    fields: { '/graceSeconds': 'seconds' },
    prepare: async (stage) => ({ ...(await ownKey(stage)), body: { graceSeconds: 60 } }),
  },
  'GET /admin/roles/:name/history': {
    succeeds: 200,
    query: PAGE,
    named: true,
    prepare: async (stage) => ({
      as: await stage.admin(),
      params: { name: 'customer' },
      stranger: await stage.payer(),
    }),
  },
  'GET /admin/users/:id/roles/history': {
    succeeds: 200,
    query: PAGE,
    async prepare(stage) {
      return { as: await stage.admin(), params: { id: (await stage.person()).id }, stranger: await stage.payer() };
    },
  },
  'DELETE /api-keys/:id': { succeeds: 204, prepare: ownKey },
};

async function ownKey(stage: Stage): Promise<GoodRequest> {
  const [owner, stranger] = [await stage.world.provedPerson(), await stage.person()];
  const wanted = { name: 'Payouts', permissions: ['wallets:read'] };
  const { id } = await stage.made<{ id: string }>('POST', '/api-keys', owner, wanted);
  return { as: owner, params: { id }, stranger };
}
