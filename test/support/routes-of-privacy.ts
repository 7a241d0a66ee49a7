import { type Catalogue, PAGE } from './route-case.ts';
import { asAdmin } from './routes-of-people.ts';

export const ROUTES_OF_PRIVACY: Catalogue = {
  'GET /me/export': { succeeds: 200, prepare: async (stage) => ({ as: await stage.person() }) },
  'POST /me/erasure': { succeeds: 202, prepare: async (stage) => ({ as: await stage.person() }) },
  'GET /admin/users/:id/legal-holds': {
    succeeds: 200,
    query: PAGE,
    prepare: async (stage) => ({ ...(await asAdmin(stage)), params: { id: (await stage.person()).id } }),
  },
  'POST /admin/users/:id/legal-holds': {
    succeeds: 201,
    fields: { '/reason': 'text:500' },
    async prepare(stage) {
      const { id } = await stage.person();
      return { ...(await asAdmin(stage)), params: { id }, body: { reason: 'Case 2026-117' } };
    },
  },
  'POST /admin/legal-holds/:id/release': {
    succeeds: 200,
    fields: { '/reason': 'text:500' },
    async prepare(stage) {
      const { as, stranger } = await asAdmin(stage);
      const path = `/admin/users/${(await stage.person()).id}/legal-holds`;
      const { id } = await stage.made<{ id: string }>('POST', path, as, { reason: 'Case 2026-117' });
      return { as, stranger, params: { id }, body: { reason: 'The case was closed' } };
    },
  },
};
