import { randomUUID } from 'node:crypto';
import { type Catalogue, type GoodRequest, PAGE } from './route-case.ts';
import type { Stage } from './stage.ts';

const SETTING = 'orders.platform_fee_basis_points';
const SET = 'document_type';

export const ROUTES_OF_SETTINGS: Catalogue = {
  'GET /admin/settings': { succeeds: 200, prepare: asAdmin },
  'GET /admin/settings/:key': { succeeds: 200, named: true, prepare: ofSetting },
  'PUT /admin/settings/:key': {
    succeeds: 200,
    named: true,
    versioned: true,
    fields: { '/value': 'setting', '/reason': 'text:500' },
    prepare: async (stage) => ({ ...(await ofSetting(stage)), body: { value: 450, reason: 'The new price list' } }),
  },
  'GET /admin/settings/:key/history': { succeeds: 200, named: true, query: PAGE, prepare: ofSetting },
  'GET /admin/lookups': { succeeds: 200, prepare: asAdmin },
  'GET /admin/lookups/:set': { succeeds: 200, named: true, prepare: ofSet },
  'POST /admin/lookups/:set': {
    succeeds: 201,
    named: true,
    fields: { '/code': 'name', '/label': 'text:100', '/position': 'count', '/reason': 'text:500' },
    prepare: async (stage) => ({ ...(await ofSet(stage)), body: newValue(), foreign: { '/code': 'passport' } }),
  },
  'GET /admin/lookups/:set/:code': { succeeds: 200, named: true, prepare: ofValue },
  'PATCH /admin/lookups/:set/:code': {
    succeeds: 200,
    named: true,
    versioned: true,
    fields: { '/label': 'text:100?', '/position': 'count?', '/active': 'boolean?', '/reason': 'text:500' },
    async prepare(stage) {
      const body = { label: 'Voter identity card', position: 60, active: false, reason: 'No longer accepted' };
      return { ...(await ofValue(stage)), body };
    },
  },
  'GET /admin/lookups/:set/:code/history': { succeeds: 200, named: true, query: PAGE, prepare: ofValue },
};

const newValue = () => ({
  ...{ code: `card_${randomUUID().replaceAll('-', '')}`, label: 'Voter card', position: 50 },
  reason: 'Accepted from December on',
});

async function asAdmin(stage: Stage): Promise<GoodRequest> {
  return { as: await stage.admin(), stranger: await stage.person() };
}

async function ofSetting(stage: Stage): Promise<GoodRequest> {
  return { ...(await asAdmin(stage)), params: { key: SETTING } };
}

async function ofSet(stage: Stage): Promise<GoodRequest> {
  return { ...(await asAdmin(stage)), params: { set: SET } };
}

async function ofValue(stage: Stage): Promise<GoodRequest> {
  const { as, stranger } = await asAdmin(stage);
  const { code } = await stage.made<{ code: string }>('POST', `/admin/lookups/${SET}`, as, newValue());
  return { as, stranger, params: { set: SET, code } };
}
