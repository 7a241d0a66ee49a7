import { Jobs } from '../../src/platform/jobs/index.ts';
import type { TestResponse } from './http-client.ts';
import { type Body, type Pair, type Person, transferWish, World } from './world.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** The world of transfers that are made later. */
export class ScheduledWorld extends World {
  wish(pair: Pair, more: Body = {}): Body {
    return transferWish(pair, { scheduledFor: this.ahead(HOUR_MS), ...more });
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
