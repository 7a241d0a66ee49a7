import { Jobs } from '../../src/platform/jobs/index.ts';
import type { TestResponse } from '../support/http-client.ts';
import { type Body, type Person, World } from '../support/world.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export interface Pair {
  readonly alice: Person;
  readonly bob: Person;
  readonly from: string;
  readonly to: string;
}

/** The world of transfers that are made later. */
export class ScheduledWorld extends World {
  async pair(funds = 1_000): Promise<Pair> {
    const [alice, bob] = [await this.person(), await this.person()];
    return { alice, bob, from: await this.wallet(alice, funds), to: await this.wallet(bob) };
  }

  wish({ from, to }: Pair, more: Body = {}): Body {
    const body = { fromWalletId: from, toWalletId: to, amount: 400, currency: 'INR' };
    return { ...body, scheduledFor: this.ahead(HOUR_MS), ...more };
  }

  ahead(milliseconds: number): string {
    return new Date(this.clock.now().getTime() + milliseconds).toISOString();
  }

  schedule(pair: Pair, more: Body = {}, key?: string): Promise<TestResponse> {
    return this.post('/transfers/scheduled', pair.alice, this.wish(pair, more), key);
  }

  async scheduled(pair: Pair, more: Body = {}): Promise<string> {
    const { status, body, text } = await this.schedule(pair, more);
    if (status !== 201) throw new Error(`answered ${status} ${text}`);
    return String(body['id']);
  }

  async read(person: Person, id: string): Promise<Body> {
    return (await this.call('GET', `/transfers/scheduled/${id}`, person)).body;
  }

  cancel(person: Person, id: string, key?: string): Promise<TestResponse> {
    return this.call('POST', `/transfers/scheduled/${id}/cancel`, person, { key });
  }

  reschedule(person: Person, id: string, scheduledFor: string, version?: number): Promise<TestResponse> {
    const headers = version === undefined ? undefined : { 'if-match': `"${version}"` };
    return this.call('PATCH', `/transfers/scheduled/${id}`, person, { body: { scheduledFor }, headers });
  }

  async run(): Promise<{ status: string; processed: number }> {
    const { status, processed } = await this.app.get(Jobs).runNow('execute-scheduled-transfers');
    return { status, processed };
  }

  async announced(id: string): Promise<string[]> {
    const where = { aggregateId: id };
    const rows = await this.postgres.prisma.outboxEvent.findMany({ where, orderBy: { id: 'asc' } });
    return rows.map(({ type }) => type);
  }

  /** Calls off whatever waits, so that the next test counts its own alone. */
  async clear(): Promise<void> {
    const [where, data] = [{ status: 'scheduled' }, { status: 'cancelled' }];
    await this.postgres.prisma.scheduledTransfer.updateMany({ where, data });
  }

  async balance(person: Person, walletId: string): Promise<number> {
    return (await this.walletBalances(person, walletId)).balance;
  }
}
