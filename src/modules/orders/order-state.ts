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

/**
 * Checked at boot. Throws when a status cannot be reached, stands still, or has no way to an end, and when an order that
 * holds money could not expire.
 */
export function assertTransitions(table: OrderTransitions = ORDER_TRANSITIONS): void {
  const reached = reachableFrom(INITIAL, table);
  for (const status of ORDER_STATUSES) {
    if (!reached.has(status)) throw new Error(`order status ${status} cannot be reached from ${INITIAL}`);
    if (table[status].includes(status)) throw new Error(`order status ${status} leads to itself`);
    const ends = [...reachableFrom(status, table)].some((next) => table[next].length === 0);
    if (!ends) throw new Error(`order status ${status} has no way to an end`);
  }
  for (const status of HOLDING_STATUSES) {
    if (!table[status].includes('EXPIRED')) throw new Error(`order status ${status} holds money and cannot expire`);
  }
}

function reachableFrom(start: OrderStatus, table: OrderTransitions): ReadonlySet<OrderStatus> {
  const reached = new Set<OrderStatus>([start]);
  // A set gives what is added while it is walked, so this visits every status once.
  for (const status of reached) table[status].forEach((next) => reached.add(next));
  return reached;
}
