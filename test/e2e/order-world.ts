import { randomUUID } from 'node:crypto';
import { BooksRepository, Ledger, VerifyBooks } from '../../src/ledger/index.ts';
import { AccessTokens } from '../../src/modules/auth/access-tokens.ts';
import { Users } from '../../src/modules/users/index.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { Ids } from '../../src/shared/ids.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { TestClock } from '../support/test-clock.ts';
import { footprint, mismatchedEscrow } from './order-evidence.ts';

export const DAY_MS = 24 * 3_600_000;

export interface Person {
  readonly id: string;
  readonly token: string;
}

export interface Bar {
  readonly id: string;
  readonly bartender: Person;
  /** One item for each price asked for, in order. */
  readonly items: readonly string[];
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

/** Everything that one treat needs: who, where, with what money. */
export interface Treat {
  readonly buyer: Person;
  readonly recipient: Person;
  readonly bar: Bar;
  readonly walletId: string;
  readonly body: Record<string, unknown>;
}

export interface Code {
  readonly redemptionId: string;
  readonly qrPayload: string;
  readonly qrSvg: string;
  readonly expiresAt: string;
}

/** The whole application on stores of its own, with a clock that the test holds, and people, venues and money made on demand. */
export class OrderWorld {
  private constructor(
    readonly app: TestApp,
    readonly clock: TestClock,
  ) {}

  static async open(environment: Record<string, string> = {}): Promise<OrderWorld> {
    const clock = new TestClock();
    clock.set(new Date());
    const generous = { RATE_LIMIT_SCALE: '1000', ACCESS_TOKEN_SECONDS: '86400' };
    return new OrderWorld(await startTestApp({ clock, environment: { ...generous, ...environment } }), clock);
  }

  close(): Promise<void> {
    return this.app.close();
  }

  /** A person with a token, without the cost of hashing a password. */
  async person(firstName = 'Ada'): Promise<Person> {
    const newUser = { email: `${randomUUID()}@test.example`, passwordHash: 'none', firstName, lastName: 'Test' };
    const { id, roles } = await this.postgres.transaction((tx) => this.app.get(Users).create(tx, newUser));
    return { id, token: this.tokenOf(id, roles) };
  }

  /** Another token for the same person; the first may be over when the clock was moved far. */
  tokenOf(userId: string, roles: readonly string[] = ['customer']): string {
    return this.app.get(AccessTokens).issue({ userId, sessionId: this.newId(), roles }).accessToken;
  }

  async bar({ prices = [250], currency = 'INR', status = 'open' } = {}): Promise<Bar> {
    const now = this.clock.now();
    const times = { createdAt: now, updatedAt: now };
    const [id, bartender] = [this.newId(), await this.person('Barney')];
    const place = { name: 'The Trivet', address: '1 Main Street', latitude: 12.97, longitude: 77.59 };
    await this.postgres.prisma.venue.create({ data: { id, ...place, currency, status, ...times } });
    await this.postgres.prisma.venueStaff.create({
      data: { venueId: id, userId: bartender.id, role: 'bartender', createdAt: now },
    });
    const items = prices.map((price, at) => ({
      id: this.newId(),
      venueId: id,
      name: `Drink ${at}`,
      price: BigInt(price),
      ...times,
    }));
    await this.postgres.prisma.menuItem.createMany({ data: items });
    return { id, bartender, items: items.map((item) => item.id) };
  }

  /** The person's wallet, with `funds` minor units more than before. */
  async wallet(person: Person, funds: number | bigint, currency = 'INR'): Promise<string> {
    const ledger = this.app.get(Ledger);
    return this.postgres.transaction(async (tx) => {
      const wallet = await ledger.openAccount(tx, 'wallet', currency, { name: person.id, id: person.id });
      const clearing = await ledger.openAccount(tx, 'provider-clearing', currency, { name: 'sandbox', id: null });
      const parties = { debit: clearing.id, credit: wallet.id, asset: currency };
      if (funds > 0)
        await ledger.demand(tx, [
          { op: 'transfer', kind: 'top-up', id: this.newId(), ...parties, amount: BigInt(funds) },
        ]);
      return wallet.id;
    });
  }

  /** A buyer with money, a recipient, a bar, and the request that orders one of its first item. */
  async treat({ funds = 1_000, price = 250 } = {}): Promise<Treat> {
    const [buyer, recipient, bar] = [
      await this.person('Alice'),
      await this.person('Bob'),
      await this.bar({ prices: [price] }),
    ];
    const walletId = await this.wallet(buyer, funds);
    const items = [{ menuItemId: bar.items[0], quantity: 1 }];
    const body = { venueId: bar.id, recipientId: recipient.id, items, payWith: { walletId } };
    return { buyer, recipient, bar, walletId, body };
  }

  async call(
    method: string,
    path: string,
    person?: Person,
    options: { body?: unknown; key?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const { body, key, headers = {} } = options;
    const keyed = key === undefined ? headers : { ...headers, 'idempotency-key': key };
    const { token } = person ?? {};
    return this.app.request<Record<string, unknown>>(method, path, { body, token, headers: keyed });
  }

  place(treat: Treat, body: Record<string, unknown> = {}, key: string = randomUUID()): Promise<Answer> {
    return this.call('POST', '/orders', treat.buyer, { body: { ...treat.body, ...body }, key });
  }

  async placed(treat: Treat, body: Record<string, unknown> = {}): Promise<string> {
    const { body: order } = await this.expect(201, this.place(treat, body));
    return order['id'] as string;
  }

  act(action: 'accept' | 'reject' | 'cancel', orderId: string, person: Person, key?: string): Promise<Answer> {
    return this.call('POST', `/orders/${orderId}/${action}`, person, { key });
  }

  async accepted(treat: Treat): Promise<string> {
    const orderId = await this.placed(treat);
    await this.expect(200, this.act('accept', orderId, treat.recipient));
    return orderId;
  }

  async code(orderId: string, person: Person): Promise<Code> {
    const { body } = await this.expect(201, this.call('POST', `/orders/${orderId}/redemption`, person));
    return body as unknown as Code;
  }

  scan(qrPayload: unknown, person: Person, key?: string): Promise<Answer> {
    return this.call('POST', '/redemptions/scan', person, { body: { qrPayload }, key });
  }

  /** An accepted order whose code was scanned by the bar's bartender. */
  async scanned(treat: Treat): Promise<{ orderId: string; redemptionId: string }> {
    const orderId = await this.accepted(treat);
    const { qrPayload, redemptionId } = await this.code(orderId, treat.recipient);
    await this.expect(200, this.scan(qrPayload, treat.bar.bartender));
    return { orderId, redemptionId };
  }

  confirm(redemptionId: string, person: Person, key: string = randomUUID()): Promise<Answer> {
    return this.call('POST', `/redemptions/${redemptionId}/confirm`, person, { key });
  }

  async read(orderId: string, person: Person): Promise<Record<string, unknown>> {
    return (await this.expect(200, this.call('GET', `/orders/${orderId}`, person))).body;
  }

  async statusOf(orderId: string, person: Person): Promise<unknown> {
    return (await this.read(orderId, person))['status'];
  }

  async expect(status: number, pending: Promise<Answer>): Promise<Answer> {
    const answer = await pending;
    if (answer.status !== status)
      throw new Error(`answered ${answer.status} ${JSON.stringify(answer.body)}, not ${status}`);
    return answer;
  }

  async runJob(name = 'expire-orders'): Promise<{ status: string; processed: number }> {
    const { status, processed } = await this.app.get(Jobs).runNow(name);
    return { status, processed };
  }

  /** What is booked, held, and held in favour of an account, in its own direction. */
  async balances(accountId: string): Promise<{ posted: number; pendingOut: number; pendingIn: number }> {
    const row = await this.postgres.prisma.ledgerAccount.findUniqueOrThrow({ where: { id: accountId } });
    return { posted: Number(row.posted), pendingOut: Number(row.pendingDebits), pendingIn: Number(row.pendingCredits) };
  }

  /** The balances of the venue's account, or of ours. */
  async balancesOfCode(code: string): Promise<{ posted: number; pendingOut: number; pendingIn: number } | undefined> {
    const row = await this.postgres.prisma.ledgerAccount.findUnique({ where: { code } });
    return row ? this.balances(row.id) : undefined;
  }

  /** The types of what was announced about an order, in order. */
  async announced(orderId: string): Promise<string[]> {
    const rows = await this.postgres.prisma.outboxEvent.findMany({
      where: { aggregateId: orderId },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ type }) => type);
  }

  /** How much there is of everything an order can write; equal before and after what must change nothing. */
  footprint(): Promise<Record<string, unknown>> {
    return footprint(this.postgres);
  }

  /** What every money test ends with: each asset sums to zero, and the books agree with themselves. */
  async expectSound(): Promise<void> {
    const unbalanced = (await this.app.get(BooksRepository).trialBalance()).filter(
      ({ debits, credits }) => debits !== credits,
    );
    expect(unbalanced).toEqual([]);
    expect(await this.app.get(VerifyBooks).execute()).toMatchObject({ ok: true, problems: [] });
    expect(await mismatchedEscrow(this.postgres)).toEqual([]);
  }

  newId(): string {
    return this.app.get(Ids).next();
  }

  private get postgres(): Postgres {
    return this.app.get(Postgres);
  }
}
