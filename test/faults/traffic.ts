import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import type { TestResponse } from '../support/http-client.ts';
import { addCard, openBar, openWallet, register, type Request } from './cast.ts';
import { tick, TooLate, within } from './eventually.ts';
import type { Random } from './seeded.ts';
import { type Customer, EVERYTHING, type Kind, type Mix, type Wish, Wishes } from './wishes.ts';

interface Answer {
  readonly code?: string;
  readonly id?: string;
  readonly results?: readonly { readonly status: string; readonly transferId?: string }[];
}

const CARDS = ['sandbox_visa', 'sandbox_timeout', 'sandbox_declined'];
const FIRST_TOP_UP = 100_000_000;
const ANSWER_DEADLINE_MS = 40_000;
const SETTLE_DEADLINE_MS = 60_000;
const TWICE_SHARE = 0.2;
const CAPTURED_SHARE = 0.8;
/** What a 503 may say: each is about this moment, and none about the request. */
const FOR_NOW = new Set(['store_unavailable', 'ledger_busy']);

/** Customers who pay, send and treat all at once, and repeat what was not answered with the same key. */
export class Traffic {
  /** The ids that each key was acknowledged with; more than one is a double effect. */
  readonly acknowledged = new Map<string, Set<string>>();
  /** Answers that no fault excuses. */
  readonly unexpected: string[] = [];
  /** How often an answer was lost on the way or refused for the moment: a test of faults in which this is 0 shows nothing. */
  troubles = 0;
  /** How many transfers of money were acknowledged. */
  moved = 0;
  private readonly unsettled = new Set<Wish>();
  private readonly clients: Promise<void>[] = [];
  private stopped = false;

  private constructor(
    private readonly request: Request,
    private readonly random: Random,
    readonly customers: readonly Customer[],
    private readonly made: Wishes,
  ) {}

  static async prepare(
    request: Request,
    database: Client,
    random: Random,
    { mix = EVERYTHING, customers: count = 4 }: { readonly mix?: Mix; readonly customers?: number } = {},
  ): Promise<Traffic> {
    const bar = await openBar(request, database);
    const customers: Customer[] = [];
    while (customers.length < count) customers.push(await newCustomer(request));
    const traffic = new Traffic(request, random, customers, new Wishes(random, customers, bar, mix));
    for (const [at, { cards }] of customers.entries()) {
      await traffic.deliver(traffic.made.payment(at, FIRST_TOP_UP, cards[0]));
    }
    return traffic;
  }

  get wishes(): readonly Wish[] {
    return this.made.all;
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

  of(...kinds: Kind[]): Wish[] {
    return this.wishes.filter((wish) => kinds.includes(wish.kind));
  }

  private async work(): Promise<void> {
    while (!this.stopped) {
      const wish = this.made.next();
      await this.deliverOnceOrTwice(wish);
      const holdId = wish.kind === 'hold' && this.idOf(wish);
      if (holdId && this.random() < CAPTURED_SHARE) await this.deliverOnceOrTwice(this.made.capture(wish, holdId));
    }
  }

  private async deliverOnceOrTwice(wish: Wish): Promise<void> {
    const times = this.random() < TWICE_SHARE ? 2 : 1;
    await Promise.all(Array.from({ length: times }, () => this.deliver(wish)));
  }

  private async deliver(wish: Wish): Promise<void> {
    for (let { key } = wish; !(await this.attempt(wish, key)); key = this.keyToRepeatWith(wish)) {
      this.troubles += 1;
      if (this.stopped) {
        this.unsettled.add(wish);
        return;
      }
      await tick();
    }
  }

  /** Who chose the transfer's id may forget the key: the id is enough. */
  private keyToRepeatWith({ kind, key, moves }: Wish): string {
    const forgets = kind === 'transfer' && moves[0]?.id !== undefined && this.random() < 0.5;
    return forgets ? randomUUID() : key;
  }

  /** True when there is nothing to repeat for now. */
  private async attempt(wish: Wish, key: string): Promise<boolean> {
    const answer = await this.send(wish, key);
    if (answer === 'lost') return false;
    const { status, body, text, headers } = answer;
    if (status === 200 || status === 201) this.acknowledge(wish, body, text);
    else if (status === 503 && FOR_NOW.has(body.code ?? '') && Number(headers.get('retry-after')) > 0) return false;
    else if (body.code === 'request_in_progress') this.unsettled.add(wish);
    else this.unexpected.push(`${wish.kind}: ${status} ${text}`);
    return true;
  }

  private acknowledge({ kind, key, moves }: Wish, { id, results }: Answer, text: string): void {
    const ids =
      kind === 'batch' ? (results ?? []).map(({ status, transferId }) => status === 'posted' && transferId) : [id];
    const asChosen = moves.every((move, at) => move.id === undefined || move.id === ids[at]);
    if (!ids.every(Boolean) || ids.length !== Math.max(moves.length, 1) || !asChosen) {
      this.unexpected.push(`${kind}: ${text}`);
      return;
    }
    const known = this.acknowledged.get(key);
    if (known === undefined) this.moved += kind === 'capture' ? 1 : moves.length;
    this.acknowledged.set(key, (known ?? new Set<string>()).add(ids.join()));
  }

  private async send({ path, from, body }: Wish, key: string): Promise<TestResponse<Answer> | 'lost'> {
    const options = { body, token: this.customers[from]?.token, headers: { 'idempotency-key': key } };
    try {
      return await within(ANSWER_DEADLINE_MS, path, this.request<Answer>('POST', path, options));
    } catch (error) {
      if (error instanceof TooLate) this.unexpected.push(error.message);
      return 'lost';
    }
  }
}

async function newCustomer(request: Request): Promise<Customer> {
  const person = await register(request);
  const cards: string[] = [];
  for (const card of CARDS) cards.push(await addCard(request, person, card));
  return { ...person, walletId: await openWallet(request, person), cards };
}
