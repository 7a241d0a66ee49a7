import { randomUUID } from 'node:crypto';
import { Jobs } from '../../src/platform/jobs/index.ts';
import type { TestResponse } from '../support/http-client.ts';
import { type Body, type Person, World } from '../support/world.ts';
import { footprint, mismatchedEscrow } from './order-evidence.ts';

export type { Person } from '../support/world.ts';

export const DAY_MS = 24 * 3_600_000;

export interface Bar {
  readonly id: string;
  readonly bartender: Person;
  /** One item for each price asked for, in order. */
  readonly items: readonly string[];
}

export type Answer = TestResponse<Body>;

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

/** The world of treats: bars, orders, and what they leave in the books. */
export class OrderWorld extends World {
  async bar({ prices = [250], currency = 'INR', status = 'open' } = {}): Promise<Bar> {
    const now = this.clock.now();
    const times = { createdAt: now, updatedAt: now };
    const [id, bartender] = [this.newId(), await this.person()];
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

  /** A buyer with money, a recipient, a bar, and the request that orders one of its first item. */
  async treat({ funds = 1_000, price = 250 } = {}): Promise<Treat> {
    const [buyer, recipient, bar] = [
      await this.person(['customer'], 'Alice'),
      await this.person(['customer'], 'Bob'),
      await this.bar({ prices: [price] }),
    ];
    const walletId = await this.wallet(buyer, funds);
    const items = [{ menuItemId: bar.items[0], quantity: 1 }];
    const body = { venueId: bar.id, recipientId: recipient.id, items, payWith: { walletId } };
    return { buyer, recipient, bar, walletId, body };
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

  /** Also that the money of every order is where its status says. */
  override async expectSound(): Promise<void> {
    await super.expectSound();
    expect(await mismatchedEscrow(this.postgres)).toEqual([]);
  }
}
