import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { Ids } from '../../src/shared/ids.ts';
import type { TestResponse } from '../support/http-client.ts';
import { addCard, type Bar, CURRENCY, openBar, openWallet, type Person, register, type Request } from './cast.ts';
import { tick, TooLate, within } from './eventually.ts';
import { pick, type Random } from './seeded.ts';

export type Kind = 'transfer' | 'order' | 'payment';

/** A request that a customer wants done once, however often it has to be sent. */
export interface Wish {
  readonly kind: Kind;
  /** The Idempotency-Key, and what marks its effect: a transfer's reference, an order's message. */
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  readonly body: Record<string, unknown>;
}

interface Customer extends Person {
  readonly walletId: string;
  readonly cards: readonly string[];
}

interface Refused {
  readonly code?: string;
  readonly id?: string;
}

const PATHS: Readonly<Record<Kind, string>> = { transfer: '/transfers', order: '/orders', payment: '/payments' };
const CARDS = ['sandbox_visa', 'sandbox_timeout', 'sandbox_declined'];
const CUSTOMERS = 4;
const FIRST_TOP_UP = 100_000_000;
const MAX_AMOUNT = 500;
const ANSWER_DEADLINE_MS = 20_000;
const SETTLE_DEADLINE_MS = 30_000;
const TWICE_SHARE = 0.2;

/** Customers who pay, send and treat all at once, and repeat what was not answered with the same key. */
export class Traffic {
  /** The ids that each key was acknowledged with; more than one is a double effect. */
  readonly acknowledged = new Map<string, Set<string>>();
  readonly wishes: Wish[] = [];
  /** Answers that no fault excuses. */
  readonly unexpected: string[] = [];
  /** How often an answer was lost on the way or refused for the moment: a test of faults in which this is 0 shows nothing. */
  troubles = 0;
  private readonly ids = new Ids();
  private readonly unsettled = new Set<Wish>();
  private readonly clients: Promise<void>[] = [];
  private stopped = false;

  private constructor(
    private readonly request: Request,
    private readonly random: Random,
    readonly customers: readonly Customer[],
    private readonly bar: Bar,
  ) {}

  static async prepare(request: Request, database: Client, random: Random): Promise<Traffic> {
    const bar = await openBar(request, database);
    const customers: Customer[] = [];
    for (let made = 0; made < CUSTOMERS; made += 1) {
      const person = await register(request);
      const cards: string[] = [];
      for (const card of CARDS) cards.push(await addCard(request, person, card));
      customers.push({ ...person, walletId: await openWallet(request, person), cards });
    }
    const traffic = new Traffic(request, random, customers, bar);
    for (const at of customers.keys()) {
      await traffic.deliver(traffic.payment(at, FIRST_TOP_UP, customers[at]?.cards[0]));
    }
    return traffic;
  }

  /** Sets so many clients to work, each one request at a time. */
  begin(clients: number): void {
    for (let client = 0; client < clients; client += 1) this.clients.push(this.work());
  }

  /** Lets the clients end what they are at; what they could not get answered is kept for `settle`. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.clients);
  }

  /** Repeats what is still open until it is acknowledged. */
  async settle(): Promise<void> {
    this.stopped = false;
    const end = performance.now() + SETTLE_DEADLINE_MS;
    while (this.unsettled.size > 0 && performance.now() < end) {
      const open = [...this.unsettled];
      this.unsettled.clear();
      await Promise.all(open.map((wish) => this.deliver(wish)));
      await tick();
    }
    if (this.unsettled.size > 0) throw new Error(`${this.unsettled.size} requests were never acknowledged`);
  }

  idOf(wish: Wish): string {
    return [...(this.acknowledged.get(wish.key) ?? [])].join(' and ');
  }

  of(kind: Kind): Wish[] {
    return this.wishes.filter((wish) => wish.kind === kind);
  }

  private async work(): Promise<void> {
    while (!this.stopped) {
      const wish = this.wish();
      const times = this.random() < TWICE_SHARE ? 2 : 1;
      await Promise.all(Array.from({ length: times }, () => this.deliver(wish)));
    }
  }

  private wish(): Wish {
    const [from, chance] = [Math.floor(this.random() * CUSTOMERS), this.random()];
    const amount = 1 + Math.floor(this.random() * MAX_AMOUNT);
    if (chance < 0.7) return this.transfer(from, amount);
    if (chance < 0.85) return this.order(from);
    return this.payment(from, amount, pick(this.random, this.customers[from]?.cards ?? []));
  }

  private transfer(from: number, amount: number): Wish {
    const to = (from + 1 + Math.floor(this.random() * (CUSTOMERS - 1))) % CUSTOMERS;
    const [key, id] = [randomUUID(), this.random() < 0.5 ? this.ids.next() : undefined];
    const [fromWalletId, toWalletId] = [this.customers[from]?.walletId, this.customers[to]?.walletId];
    const body = { id, fromWalletId, toWalletId, amount, currency: CURRENCY, reference: key };
    return this.remember({ kind: 'transfer', key, from, to, amount, body });
  }

  private order(from: number): Wish {
    const [to, key, { venueId, itemId, price }] = [(from + 1) % CUSTOMERS, randomUUID(), this.bar];
    const recipientId = this.customers[to]?.id;
    const payWith = { walletId: this.customers[from]?.walletId };
    const body = { venueId, recipientId, items: [{ menuItemId: itemId, quantity: 1 }], payWith, message: key };
    return this.remember({ kind: 'order', key, from, to, amount: price, body });
  }

  private payment(from: number, amount: number, paymentMethodId: string | undefined): Wish {
    const body = { walletId: this.customers[from]?.walletId, amount, currency: CURRENCY, paymentMethodId };
    return this.remember({ kind: 'payment', key: randomUUID(), from, to: from, amount, body });
  }

  private remember(wish: Wish): Wish {
    this.wishes.push(wish);
    return wish;
  }

  private async deliver(wish: Wish): Promise<void> {
    while (!(await this.attempt(wish))) {
      this.troubles += 1;
      if (this.stopped) {
        this.unsettled.add(wish);
        return;
      }
      await tick();
    }
  }

  /** True when there is nothing to repeat for now. */
  private async attempt(wish: Wish): Promise<boolean> {
    const answer = await this.send(wish);
    if (answer === 'lost') return false;
    const { status, body, text } = answer;
    if (status === 201 && body.id !== undefined) {
      this.acknowledged.set(wish.key, (this.acknowledged.get(wish.key) ?? new Set<string>()).add(body.id));
      return true;
    }
    if (status === 503) return false;
    if (body.code === 'request_in_progress') this.unsettled.add(wish);
    else this.unexpected.push(`${wish.kind}: ${status} ${text}`);
    return true;
  }

  private async send({ kind, key, from, body }: Wish): Promise<TestResponse<Refused> | 'lost'> {
    const options = { body, token: this.customers[from]?.token, headers: { 'idempotency-key': key } };
    try {
      return await within(ANSWER_DEADLINE_MS, PATHS[kind], this.request<Refused>('POST', PATHS[kind], options));
    } catch (error) {
      if (error instanceof TooLate) this.unexpected.push(error.message);
      return 'lost';
    }
  }
}
