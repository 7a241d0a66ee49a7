import { randomUUID } from 'node:crypto';
import { Ids } from '../../src/shared/ids.ts';
import { type Bar, CURRENCY, type Person } from './cast.ts';
import { pick, type Random } from './seeded.ts';

export type Kind = 'transfer' | 'batch' | 'hold' | 'capture' | 'order' | 'payment';

export interface Customer extends Person {
  readonly walletId: string;
  readonly cards: readonly string[];
}

/** Money that goes from one customer to another; they are named by their place among the customers. */
export interface Move {
  /** What marks it in the ledger. */
  readonly reference: string;
  /** The transfer's id, where the customer chose one. */
  readonly id?: string;
  readonly from: number;
  readonly to: number;
  readonly amount: number;
}

/** A request that a customer wants done once, however often it has to be sent. */
export interface Wish {
  readonly kind: Kind;
  /** The Idempotency-Key, and what marks its effect: a transfer's reference, an order's message, a hold's description. */
  readonly key: string;
  readonly path: string;
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly moves: readonly Move[];
  /** The hold that a capture takes from. */
  readonly hold?: Wish;
}

/** How often customers want what, as shares of 1, and how many transfers a batch has at most. */
export interface Mix {
  readonly shares: readonly (readonly [kind: Exclude<Kind, 'capture'>, share: number])[];
  readonly batch: number;
}

/** A little of everything. */
export const EVERYTHING: Mix = {
  shares: [
    ['transfer', 0.5],
    ['batch', 0.14],
    ['hold', 0.12],
    ['order', 0.12],
    ['payment', 0.12],
  ],
  batch: 60,
};

/** Mostly money between wallets, for great numbers. */
export const MOSTLY_TRANSFERS: Mix = {
  shares: [
    ['transfer', 0.74],
    ['batch', 0.12],
    ['hold', 0.12],
    ['order', 0.01],
    ['payment', 0.01],
  ],
  batch: 60,
};

const MAX_AMOUNT = 500;
const OWN_ID_SHARE = 0.5;
const HOLD_SECONDS = 86_400;

/** Makes up what customers want, and remembers all of it. */
export class Wishes {
  readonly all: Wish[] = [];
  private readonly ids = new Ids();

  constructor(
    private readonly random: Random,
    private readonly customers: readonly Customer[],
    private readonly bar: Bar,
    private readonly mix: Mix,
  ) {}

  next(): Wish {
    const [from, kind] = [this.upTo(this.customers.length) - 1, this.kind()];
    if (kind === 'transfer') return this.transfer(from);
    if (kind === 'batch') return this.batch(from);
    if (kind === 'hold') return this.hold(from);
    if (kind === 'order') return this.order(from);
    return this.payment(from, this.upTo(MAX_AMOUNT), pick(this.random, this.customers[from]?.cards ?? []));
  }

  payment(from: number, amount: number, paymentMethodId: string | undefined): Wish {
    const body = { walletId: this.walletOf(from), amount, currency: CURRENCY, paymentMethodId };
    return this.remember({ kind: 'payment', key: randomUUID(), path: '/payments', from, to: from, amount, body });
  }

  /** All of a hold or a part of it, asked for by who pays or by who gets it. */
  capture(hold: Wish, holdId: string): Wish {
    const amount = this.upTo(hold.amount);
    const [path, by] = [`/holds/${holdId}/capture`, this.random() < 0.5 ? hold.from : hold.to];
    return this.remember({
      kind: 'capture',
      key: randomUUID(),
      path,
      from: by,
      to: hold.to,
      amount,
      body: { amount },
      hold,
    });
  }

  private transfer(from: number): Wish {
    const [key, move] = this.keyed(from);
    const { to, amount } = move;
    const body = this.bodyOf(move);
    return this.remember({ kind: 'transfer', key, path: '/transfers', from, to, amount, body, moves: [move] });
  }

  private batch(from: number): Wish {
    const moves = Array.from({ length: 1 + this.upTo(this.mix.batch - 1) }, () => this.keyed(from)[1]);
    const amount = moves.reduce((sum, move) => sum + move.amount, 0);
    const body = { transfers: moves.map((move) => this.bodyOf(move)), atomic: this.random() < 0.5 };
    return this.remember({
      kind: 'batch',
      key: randomUUID(),
      path: '/transfers/batch',
      from,
      to: from,
      amount,
      body,
      moves,
    });
  }

  private hold(from: number): Wish {
    const [key, { to, amount }] = this.keyed(from);
    const wallets = { walletId: this.walletOf(from), toWalletId: this.walletOf(to) };
    const body = { ...wallets, amount, currency: CURRENCY, expiresInSeconds: HOLD_SECONDS, description: key };
    return this.remember({ kind: 'hold', key, path: '/holds', from, to, amount, body });
  }

  private order(from: number): Wish {
    const [to, key, { venueId, itemId, price }] = [(from + 1) % this.customers.length, randomUUID(), this.bar];
    const recipientId = this.customers[to]?.id;
    const payWith = { walletId: this.walletOf(from) };
    const body = { venueId, recipientId, items: [{ menuItemId: itemId, quantity: 1 }], payWith, message: key };
    return this.remember({ kind: 'order', key, path: '/orders', from, to, amount: price, body });
  }

  private keyed(from: number): [key: string, move: Move] {
    const count = this.customers.length;
    const [to, amount] = [(from + this.upTo(count - 1)) % count, this.upTo(MAX_AMOUNT)];
    const [reference, id] = [randomUUID(), this.random() < OWN_ID_SHARE ? this.ids.next() : undefined];
    return [reference, { reference, id, from, to, amount }];
  }

  private bodyOf({ id, from, to, amount, reference }: Move): Record<string, unknown> {
    const wallets = { fromWalletId: this.walletOf(from), toWalletId: this.walletOf(to) };
    return { id, ...wallets, amount, currency: CURRENCY, reference };
  }

  private kind(): Exclude<Kind, 'capture'> {
    let chance = this.random();
    return this.mix.shares.find(([, share]) => (chance -= share) < 0)?.[0] ?? 'transfer';
  }

  private walletOf(customer: number): string | undefined {
    return this.customers[customer]?.walletId;
  }

  /** Of 1 to `most`. */
  private upTo(most: number): number {
    return 1 + Math.floor(this.random() * most);
  }

  private remember(wish: Omit<Wish, 'moves'> & { readonly moves?: readonly Move[] }): Wish {
    const whole = { moves: [], ...wish };
    this.all.push(whole);
    return whole;
  }
}
