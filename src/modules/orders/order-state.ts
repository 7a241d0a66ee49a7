import { assertTransitions } from '../../shared/transitions.ts';

/** In the order in which an order can meet them. */
export const ORDER_STATUSES = ['PENDING', 'PAID', 'ACCEPTED', 'REJECTED', 'REDEEMED', 'EXPIRED', 'CANCELLED'] as const;

export type OrderStatus = (typeof ORDER_STATUSES)[number];

export type OrderTransitions = Readonly<Record<OrderStatus, readonly OrderStatus[]>>;

/** Where an order may go from where it is. A status that goes nowhere is an end. */
export const ORDER_TRANSITIONS: OrderTransitions = {
  PENDING: ['PAID', 'CANCELLED'],
  PAID: ['ACCEPTED', 'REJECTED', 'CANCELLED', 'EXPIRED'],
  ACCEPTED: ['REDEEMED', 'EXPIRED'],
  REJECTED: [],
  REDEEMED: [],
  EXPIRED: [],
  CANCELLED: [],
};

const INITIAL: OrderStatus = 'PENDING';

/** While an order is one of these, the buyer's money is held for it. */
export const HOLDING_STATUSES = ['PAID', 'ACCEPTED'] as const satisfies readonly OrderStatus[];

export function holdsMoney(status: OrderStatus): boolean {
  return HOLDING_STATUSES.some((holding) => holding === status);
}

export function canBecome(from: OrderStatus, to: OrderStatus): boolean {
  return ORDER_TRANSITIONS[from].includes(to);
}

/** Checked at boot. Throws when the table is not sound, and when an order that holds money could not expire. */
export function assertOrderTransitions(table: OrderTransitions = ORDER_TRANSITIONS): void {
  const ends = ORDER_STATUSES.filter((status) => table[status].length === 0);
  assertTransitions(table, INITIAL, ends);
  for (const status of HOLDING_STATUSES) {
    if (!table[status].includes('EXPIRED')) throw new Error(`order status ${status} holds money and cannot expire`);
  }
}
