import { MAX_AMOUNT } from '../../ledger/core/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { canBecome, holdsMoney, type OrderStatus } from './order-state.ts';

export const MAX_ITEMS = 20;
export const MAX_QUANTITY = 50;

export interface OrderItem {
  readonly menuItemId: string;
  /** Name and price as they were on the menu when the order was placed; the price in minor units. */
  readonly name: string;
  readonly unitPrice: bigint;
  readonly quantity: number;
}

/** One person treats another at a venue. The money stays on the buyer's wallet, held, until the treat is redeemed. */
export interface Order {
  readonly id: string;
  readonly buyerId: string;
  readonly recipientId: string;
  readonly venueId: string;
  readonly walletId: string;
  readonly holdId: string;
  readonly status: OrderStatus;
  readonly amount: bigint;
  readonly currency: string;
  readonly message: string | null;
  readonly items: readonly OrderItem[];
  readonly expiresAt: Date;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly redeemedAt: Date | null;
}

export type Party = 'buyer' | 'recipient';

/** The order as it is at a moment: from its exact time on it is expired, whether or not the job has written so. */
export function asOf(order: Order, at: Date): Order {
  return holdsMoney(order.status) && order.expiresAt <= at ? { ...order, status: 'EXPIRED' } : order;
}

/** Refuses order_expired, order_not_actionable. */
export function refuseUnlessPossible(order: Order, to: OrderStatus, at: Date): void {
  const { status } = asOf(order, at);
  if (canBecome(status, to)) return;
  if (status === 'EXPIRED') throw refuse('order_expired');
  throw refuse('order_not_actionable', `An order that is ${status} cannot become ${to}`);
}

export function partyOf(order: Pick<Order, 'buyerId' | 'recipientId'>, userId: string): Party | undefined {
  if (order.buyerId === userId) return 'buyer';
  return order.recipientId === userId ? 'recipient' : undefined;
}

/** Refuses not_found to a stranger, forbidden to the other party. */
export function requireParty(order: Order, userId: string, wanted: Party): void {
  const party = partyOf(order, userId);
  if (party === undefined) throw refuse('not_found', 'There is no such order');
  if (party !== wanted) throw refuse('forbidden', `This is for the ${wanted} of the order`);
}

/** The sum in minor units. Refuses amount_invalid beyond what the wire can carry. */
export function totalOf(items: readonly OrderItem[]): bigint {
  const total = items.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * BigInt(quantity), 0n);
  if (total > MAX_AMOUNT) throw refuse('amount_invalid', 'The order is worth more than can be represented');
  return total;
}

/** One entry per menu item, in the order of their first mention. Refuses validation_failed beyond MAX_QUANTITY of one item. */
export function mergedQuantities(
  items: readonly { menuItemId: string; quantity: number }[],
): ReadonlyMap<string, number> {
  const quantities = new Map<string, number>();
  for (const { menuItemId, quantity } of items) {
    quantities.set(menuItemId, (quantities.get(menuItemId) ?? 0) + quantity);
  }
  const tooMany = [...quantities.values()].some((quantity) => quantity > MAX_QUANTITY);
  if (tooMany) throw refuse('validation_failed', `An order holds at most ${MAX_QUANTITY} of one item`);
  return quantities;
}
