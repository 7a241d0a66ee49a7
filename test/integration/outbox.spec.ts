import { randomUUID } from 'node:crypto';
import { EventHandlers, Outbox, type OutboxEvent, OutboxEvents, OutboxRelay } from '../../src/platform/events/index.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { eventually, openStores, type PlatformApp, startPlatformApp, type Stores } from './platform-app.ts';

const HOUR_MS = 3_600_000;
const MAX_UNENDED = 10;

// Real: PostgreSQL. The relay's loop is off but where a test says so; `drain` delivers what is due.
describe('the outbox', () => {
  let stores: Stores;
  let platform: PlatformApp;
  let outbox: Outbox;
  let relay: OutboxRelay;
  let postgres: Postgres;
  const seen: OutboxEvent[] = [];
  const failing = new Set<string>();

  beforeAll(async () => {
    stores = await openStores();
    platform = await startPlatformApp(stores);
    outbox = platform.app.get(Outbox);
    relay = platform.app.get(OutboxRelay);
    postgres = platform.app.get(Postgres);
    const handlers = platform.app.get(EventHandlers);
    handlers.on('spec.happened', 'recorder', async (event) => {
      seen.push(event);
    });
    handlers.on('spec.happened', 'sometimes fails', async ({ aggregateId }) => {
      if (failing.has(aggregateId)) throw new Error('poison');
    });
  });
  beforeEach(async () => {
    seen.length = 0;
    failing.clear();
    await postgres.pool.query('delete from outbox_event');
  });
  afterAll(async () => {
    await platform.app.close();
    await stores.drop();
  });

  const announce = (aggregateId: string, payload: object = {}, type = 'spec.happened'): Promise<void> =>
    postgres.transaction((tx) => outbox.append(tx, { type, aggregateId, payload }));
  const rows = (): ReturnType<typeof postgres.prisma.outboxEvent.findMany> =>
    postgres.prisma.outboxEvent.findMany({ orderBy: { id: 'asc' } });

  it('delivers what was committed, once', async () => {
    const id = randomUUID();
    await announce(id, { amount: 5 });
    expect(await relay.drain()).toBe(1);
    expect(await relay.drain()).toBe(0);
    expect(seen).toEqual([
      {
        id: expect.any(String) as unknown,
        type: 'spec.happened',
        aggregateId: id,
        payload: { amount: 5 },
        createdAt: expect.any(Date) as unknown,
      },
    ]);
    expect((await rows())[0]?.publishedAt).not.toBeNull();
  });

  it('delivers nothing of what was rolled back', async () => {
    const rolledBack = postgres.transaction(async (tx) => {
      await outbox.append(tx, { type: 'spec.happened', aggregateId: 'x', payload: {} });
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    expect(await relay.drain()).toBe(0);
  });

  it('publishes an event that nobody listens to', async () => {
    await announce('x', {}, 'spec.ignored');
    await relay.drain();
    expect((await rows())[0]?.publishedAt).not.toBeNull();
  });

  it('keeps the order within an aggregate', async () => {
    const ids = ['one', 'two', 'three'];
    for (let n = 0; n < 20; n += 1) for (const id of ids) await announce(id, { n });
    await relay.drain();
    for (const id of ids) {
      const order = seen.filter(({ aggregateId }) => aggregateId === id).map(({ payload }) => payload['n']);
      expect(order).toEqual(Array.from({ length: 20 }, (_, n) => n));
    }
  });

  it('keeps the order within an aggregate also when one of its events fails', async () => {
    failing.add('ordered');
    for (let n = 0; n < 3; n += 1) await announce('ordered', { n });
    expect(await relay.drain()).toBe(3);
    expect(seen.map(({ payload }) => payload['n'])).toEqual([0]);
    const [first, ...later] = await rows();
    expect(first).toMatchObject({ attempts: 1, publishedAt: null });
    for (const { attempts, availableAt } of later) {
      expect(attempts).toBe(0);
      expect(availableAt.getTime()).toBe((first?.availableAt.getTime() ?? 0) + 1);
    }
    failing.clear();
    platform.clock.advance(HOUR_MS);
    await relay.drain();
    expect(seen.map(({ payload }) => payload['n'])).toEqual([0, 0, 1, 2]);
  });

  it('goes on with an aggregate after its dead event', async () => {
    failing.add('mortal');
    await announce('mortal', { n: 0 });
    await postgres.pool.query('update outbox_event set attempts = $1', [MAX_UNENDED]);
    await announce('mortal', { n: 1 });
    await relay.drain();
    expect(seen.map(({ payload }) => payload['n'])).toEqual([1]);
    expect((await rows())[0]?.deadAt).not.toBeNull();
  });

  it('does not let a poison event stop the others, and lays it aside when it is a day old', async () => {
    failing.add('poison');
    await announce('poison');
    for (let n = 0; n < 5; n += 1) await announce(`fine ${n}`);
    await relay.drain();
    expect(seen.filter(({ aggregateId }) => aggregateId.startsWith('fine'))).toHaveLength(5);
    for (let hour = 1; hour <= 24; hour += 1) {
      expect((await rows())[0]?.deadAt).toBeNull();
      expect(await relay.drain()).toBe(0);
      platform.clock.advance(HOUR_MS);
      expect(await relay.drain()).toBe(1);
    }
    const [poison] = await rows();
    expect(poison).toMatchObject({ attempts: 25, lastError: 'sometimes fails: poison', publishedAt: null });
    expect(poison?.deadAt).not.toBeNull();
    platform.clock.advance(HOUR_MS);
    expect(await relay.drain()).toBe(0);
    expect(await platform.app.get(OutboxEvents).counts()).toMatchObject({ waiting: 0, dead: 1 });
  });

  it('delivers what failed for most of a day, however often it was tried', async () => {
    failing.add('away');
    await announce('away');
    let tried = 0;
    for (let minutes = 0; minutes < 23 * 60; minutes += 10) {
      tried += await relay.drain();
      platform.clock.advance(10 * 60_000);
    }
    expect(tried).toBe(138);
    failing.clear();
    expect(await relay.drain()).toBe(1);
    expect((await rows())[0]).toMatchObject({ attempts: 139, deadAt: null, publishedAt: expect.any(Date) as unknown });
  });

  it('delivers again, later, what failed, to every handler and under the same id', async () => {
    failing.add('shaky');
    await announce('shaky');
    await relay.drain();
    failing.clear();
    platform.clock.advance(HOUR_MS);
    await relay.drain();
    expect(seen).toHaveLength(2);
    expect(seen[0]?.id).toBe(seen[1]?.id);
    expect((await rows())[0]?.publishedAt).not.toBeNull();
  });

  it('takes again what a relay took and never ended, after a while', async () => {
    await announce('x');
    const events = platform.app.get(OutboxEvents);
    expect(await events.claim(10)).toHaveLength(1);
    expect(await relay.drain()).toBe(0);
    platform.clock.advance(60_001);
    expect(await relay.drain()).toBe(1);
  });

  it('gives each event to one of the relays that ask at the same time', async () => {
    for (let n = 0; n < 60; n += 1) await announce(`aggregate ${n}`);
    const delivered = await Promise.all([relay.drain(), relay.drain(), relay.drain()]);
    expect(delivered.reduce((sum, n) => sum + n, 0)).toBe(60);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(60);
    expect(seen).toHaveLength(60);
  });

  it('delivers by itself where jobs are on, and ends its batch when it is stopped', async () => {
    const running = await startPlatformApp(stores, { environment: { JOBS: 'on' } });
    let begun = false;
    let ended = false;
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    running.app.get(EventHandlers).on('spec.slow', 'slow', async () => {
      begun = true;
      await gate;
      ended = true;
    });
    running.clock.set(platform.clock.now());
    await announce('slow', {}, 'spec.slow');
    await eventually(() => begun || undefined);
    const closing = running.app.close();
    open();
    await closing;
    expect(ended).toBe(true);
    expect((await rows())[0]?.publishedAt).not.toBeNull();
  });

  it('deletes what was published more than 7 days ago, and keeps the dead', async () => {
    failing.add('dead');
    await announce('dead');
    await announce('old');
    await postgres.pool.query(`update outbox_event set attempts = 10 where aggregate_id = 'dead'`);
    await relay.drain();
    platform.clock.advance(7 * 24 * HOUR_MS + 1);
    await announce('young');
    await relay.drain();
    const { processed, status } = await platform.app.get(Jobs).runNow('outbox-cleanup');
    expect([status, processed]).toEqual(['succeeded', 1]);
    expect((await rows()).map(({ aggregateId }) => aggregateId)).toEqual(['dead', 'young']);
  });
});
