import { type Catalogue, type GoodRequest, PAGE } from './route-case.ts';
import { PLACE, type Stage } from './stage.ts';

const FLAGS = { wantsToBuy: 'flag', wantsToReceive: 'flag' } as const;

export const ROUTES_OF_TREATS: Catalogue = {
  'GET /venues': {
    succeeds: 200,
    query: { ...PAGE, lat: 'degrees', lng: 'degrees', radius: 'radius', q: 'text', openNow: 'flag' },
    async prepare(stage) {
      await stage.bar();
      return { as: await stage.person(), query: `lat=${PLACE.latitude}&lng=${PLACE.longitude}` };
    },
  },
  'POST /venues': {
    succeeds: 201,
    fields: {
      ...{ '/name': 'text:200', '/latitude': 'degrees', '/longitude': 'degrees', '/address': 'text:500' },
      ...{ '/currency': 'currency-kept', '/coverImageUrl': 'url??' },
    },
    async prepare(stage) {
      const body = { name: 'The Still', address: '1 Main Street', currency: 'USD', ...PLACE };
      return { as: await stage.world.person(['venue_manager']), body, stranger: await stage.person() };
    },
  },
  'GET /venues/:id': { succeeds: 200, prepare: anyVenue },
  'PATCH /venues/:id': {
    succeeds: 200,
    versioned: true,
    fields: {
      ...{ '/name': 'text:200?', '/latitude': 'degrees?', '/longitude': 'degrees?', '/address': 'text:500?' },
      ...{ '/coverImageUrl': 'url??', '/status': 'choice?', '/version': 'count?' },
    },
    prepare: async (stage) => ({ ...(await managed(stage)), body: { name: 'The Other Still' } }),
  },
  'GET /venues/:id/count': { succeeds: 200, prepare: anyVenue },
  'GET /venues/:id/menu': { succeeds: 200, query: PAGE, prepare: anyVenue },
  'GET /venues/:id/presence': { succeeds: 200, query: { ...PAGE, ...FLAGS }, prepare: anyVenue },
  'POST /venues/:id/menu-items': {
    succeeds: 201,
    fields: { '/name': 'text:200', '/price': 'amount', '/category': 'text:100??' },
    prepare: async (stage) => ({ ...(await managed(stage)), body: { name: 'Lassi', price: 300, category: 'Cold' } }),
  },
  'PATCH /venues/:id/menu-items/:itemId': {
    succeeds: 200,
    versioned: true,
    fields: {
      ...{ '/name': 'text:200?', '/price': 'amount?', '/category': 'text:100??', '/available': 'boolean?' },
      '/version': 'count?',
    },
    prepare: async (stage) => ({ ...(await managed(stage, 'itemId')), body: { price: 350 } }),
  },
  'GET /venues/:id/staff': { succeeds: 200, query: PAGE, prepare: (stage) => managed(stage) },
  'POST /venues/:id/staff': {
    succeeds: 201,
    fields: { '/userId': 'id-of-mine', '/role': 'choice' },
    async prepare(stage) {
      return { ...(await managed(stage)), body: { userId: (await stage.person()).id, role: 'bartender' } };
    },
  },
  'DELETE /venues/:id/staff/:userId': { succeeds: 204, prepare: (stage) => managed(stage, 'userId') },

  'PUT /presence': {
    succeeds: 200,
    fields: {
      ...{ '/venueId': 'id-of-mine', '/lat': 'degrees', '/lng': 'degrees' },
      ...{ '/wantsToBuy': 'boolean', '/wantsToReceive': 'boolean' },
    },
    prepare: async (stage) => ({ as: await stage.person(), body: stage.checkInAt((await stage.bar()).venueId) }),
  },
  'DELETE /presence': { succeeds: 204, prepare: present },
  'GET /presence/me': {
    succeeds: 200,
    prepare: async (stage) => ({ ...(await present(stage)), stranger: await stage.person() }),
  },

  'POST /orders': {
    succeeds: 201,
    fields: {
      ...{ '/venueId': 'id-of-mine', '/recipientId': 'id-of-mine', '/items': 'list', '/payWith': 'object' },
      ...{ '/items/0/menuItemId': 'id-of-mine', '/items/0/quantity': 'count', '/payWith/walletId': 'id-of-mine' },
      '/message': 'text:280?',
    },
    async prepare(stage) {
      const [bar, other, buyer, recipient] = [
        ...[await stage.bar(), await stage.bar()],
        ...([await stage.payer(), await stage.payer()] as const),
      ] as const;
      const foreign = {
        ...{ '/items/0/menuItemId': other.itemId, '/payWith/walletId': recipient.walletId },
        ...{ '/venueId': other.venueId, '/recipientId': buyer.id },
      };
      return { as: buyer, body: stage.orderOf(bar, buyer, recipient), stranger: await stage.payer(), foreign };
    },
  },
  'GET /orders': {
    succeeds: 200,
    query: { ...PAGE, role: 'choice', status: 'choice' },
    prepare: async (stage) => ({ as: await stage.person() }),
  },
  'GET /orders/:id': { succeeds: 200, prepare: (stage) => order(stage, 'buyer') },
  'POST /orders/:id/accept': { succeeds: 200, versioned: true, prepare: (stage) => order(stage, 'recipient') },
  'POST /orders/:id/reject': { succeeds: 200, versioned: true, prepare: (stage) => order(stage, 'recipient') },
  'POST /orders/:id/cancel': { succeeds: 200, versioned: true, prepare: (stage) => order(stage, 'buyer') },
  'POST /orders/:id/redemption': {
    succeeds: 201,
    async prepare(stage) {
      const { recipient, orderId } = await stage.accepted();
      return { as: recipient, params: { id: orderId }, stranger: await stage.person() };
    },
  },
  'POST /redemptions/scan': {
    succeeds: 200,
    fields: { '/qrPayload': 'qr' },
    async prepare(stage) {
      const { bartender, qrPayload } = await stage.shown();
      const foreign = { '/qrPayload': `${qrPayload}A` };
      return { as: bartender, body: { qrPayload }, stranger: (await stage.bar()).bartender, foreign };
    },
  },
  'POST /redemptions/:id/confirm': {
    succeeds: 200,
    async prepare(stage) {
      const { bartender, qrPayload, redemptionId } = await stage.shown();
      await stage.made('POST', '/redemptions/scan', bartender, { qrPayload });
      return { as: bartender, params: { id: redemptionId }, stranger: (await stage.bar()).bartender };
    },
  },
};

async function anyVenue(stage: Stage): Promise<GoodRequest> {
  return { as: await stage.person(), params: { id: (await stage.bar()).venueId } };
}

/** By the manager of a venue; a stranger is the manager of another. */
async function managed(stage: Stage, also?: 'itemId' | 'userId'): Promise<GoodRequest> {
  const { manager, bartender, venueId, itemId } = await stage.bar();
  const second = also && { [also]: also === 'itemId' ? itemId : bartender.id };
  return { as: manager, params: { id: venueId, ...second }, stranger: (await stage.bar()).manager };
}

async function present(stage: Stage): Promise<GoodRequest> {
  const person = await stage.person();
  await stage.made('PUT', '/presence', person, stage.checkInAt((await stage.bar()).venueId));
  return { as: person };
}

async function order(stage: Stage, by: 'buyer' | 'recipient'): Promise<GoodRequest> {
  const treat = await stage.treat();
  return { as: treat[by], params: { id: treat.orderId }, stranger: await stage.payer() };
}
