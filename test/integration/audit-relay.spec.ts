import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { AuditEvents } from '../../src/modules/audit/audit-events.repository.ts';
import { AuditLog } from '../../src/modules/audit/audit-log.repository.ts';
import { ChainEvents } from '../../src/modules/audit/chain-events.ts';
import { RelayAudit } from '../../src/modules/audit/index.ts';
import { audit } from '../../src/platform/audit/index.ts';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { dayOf } from '../../src/shared/calendar-day.ts';
import { TcpProxy } from '../faults/tcp-proxy.ts';
import { AuditWorld } from '../support/audit-world.ts';

interface Item {
  readonly serviceDay: string;
  readonly sequence: number;
  readonly eventId: string;
}

// Real: PostgreSQL and DynamoDB Local, behind a proxy that can be cut. The relay's loop is off; `drain` does its work.
describe('the relay of audit events', () => {
  let proxy: TcpProxy;
  let world: AuditWorld;
  let relay: RelayAudit;
  let nth = 0;
  const began = new Date();

  beforeAll(async () => {
    proxy = await TcpProxy.start(String(process.env['DYNAMODB_ENDPOINT']));
    world = await AuditWorld.open({ DYNAMODB_ENDPOINT: proxy.url });
    relay = world.app.get(RelayAudit);
  });
  afterAll(async () => {
    await world.close();
    await proxy.close();
  });

  /** A service that no other test writes to. */
  const newService = (): string => `spec-${(nth += 1)}`;
  const record = (service: string, count = 1): Promise<void> =>
    world.postgres.transaction((tx) =>
      audit.recordAll(
        tx,
        Array.from({ length: count }, (_, index) => ({ service, action: 'spec.done', subjectId: `${index}` })),
      ),
    );
  /** Of the day on which the tests began, and of today. */
  const itemsOf = async (service: string): Promise<Item[]> => {
    const dynamo = world.app.get(DynamoDb);
    const TableName = dynamo.table('audit-logs');
    const found: Item[] = [];
    for (const day of new Set([began, new Date()].map(dayOf))) {
      const ExpressionAttributeValues = { ':day': `${service}#${day}` };
      const query = { TableName, KeyConditionExpression: 'serviceDay = :day', ExpressionAttributeValues };
      const { Items = [] } = await dynamo.document.send(new QueryCommand(query));
      found.push(...(Items as unknown as Item[]).sort((a, b) => a.sequence - b.sequence));
    }
    return found;
  };
  /** So many, each day's in one chain without a gap. */
  const expectInPlace = (items: readonly Item[], count: number): void => {
    expect(items).toHaveLength(count);
    for (const ofDay of Map.groupBy(items, ({ serviceDay }) => serviceDay).values())
      expect(ofDay.map(({ sequence }) => sequence)).toEqual(ofDay.map((_, index) => index + 1));
  };
  const waiting = (service: string): Promise<number> => world.postgres.prisma.auditEvent.count({ where: { service } });
  /** As when the time is over after which another process takes what one did not finish. */
  const makeDue = (): Promise<unknown> =>
    world.postgres.pool.query('update audit_event set available_at = clock_timestamp()');

  it('brings every event to the log, in the order of its place, and leaves nothing behind', async () => {
    const service = newService();
    await record(service, 60);
    await relay.drain();
    expectInPlace(await itemsOf(service), 60);
    expect(await waiting(service)).toBe(0);
  });

  it('brings each event once when several relays work at once', async () => {
    const service = newService();
    await Promise.all(Array.from({ length: 40 }, () => record(service, 3)));
    for (let round = 0; round < 20 && (await waiting(service)) > 0; round += 1) {
      await Promise.all([relay.drain(), relay.drain(), relay.drain()]);
    }
    const items = await itemsOf(service);
    expectInPlace(items, 120);
    expect(new Set(items.map(({ eventId }) => eventId)).size).toBe(120);
  });

  it('shows an event once though its relay ended after it was brought and before that was written down', async () => {
    const service = newService();
    await record(service, 5);
    await world.app.get(ChainEvents).execute();
    const due = await world.app.get(AuditEvents).claim(100, 'for the log');
    await world.app.get(AuditLog).put(due.map(({ event }) => event));
    const before = await itemsOf(service);
    await makeDue();
    await relay.drain();
    expect(await itemsOf(service)).toEqual(before);
    expect(before).toHaveLength(5);
    expect(await waiting(service)).toBe(0);
  });

  it('keeps events, and the work that they tell of, while DynamoDB is away', async () => {
    const ada = await world.person();
    const service = newService();
    proxy.cut();
    expect((await world.call('POST', '/wallets', ada, { body: { currency: 'USD' } })).status).toBe(201);
    await record(service);
    await expect(relay.drain()).rejects.toThrow();
    expect(await waiting(service)).toBe(1);
    proxy.open();
    await makeDue();
    await relay.drain();
    expect(await itemsOf(service)).toHaveLength(1);
    expect((await world.logged(`userId=${ada.id}`)).map(({ action }) => action)).toContain('wallet.opened');
  });

  it.each([1, 5])(
    'keeps no event back for %s that the log does not take, and tries those later and later',
    async (bad) => {
      const service = newService();
      // DynamoDB takes no empty key.
      const content = JSON.stringify({ action: 'spec.done', subjectId: '', actor: 'user' });
      const occurredAt = new Date(Date.now() - 120_000);
      await world.postgres.prisma.auditEvent.createMany({
        data: Array.from({ length: bad }, () => ({ service, occurredAt, content })),
      });
      await record(service, 60);
      for (let round = 0; round < 2; round += 1) {
        await relay.drain().catch(() => undefined);
        // Those that were only given back.
        await world.postgres.pool.query(
          `update audit_event set available_at = clock_timestamp() where available_at < clock_timestamp() + interval '30 s'`,
        );
      }
      await relay.drain();
      const left = await world.postgres.prisma.auditEvent.findMany({ where: { service } });
      expect(left.map((event) => event.content)).toEqual(Array.from({ length: bad }, () => content));
      for (const { availableAt } of left) expect(availableAt.getTime() - Date.now()).toBeGreaterThan(60_000);
      expect((await itemsOf(service)).length).toBe(60);
      await world.postgres.prisma.auditEvent.deleteMany({ where: { service } });
    },
  );

  it.each([
    ['another content', `update audit_event set content = '{}'`],
    ['another time', `update audit_event set occurred_at = now() - interval '1 day'`],
    ['removal before it has its place', 'delete from audit_event'],
    ['emptying', 'truncate audit_event'],
    ['a shorter chain', 'update audit_chain set sequence = sequence - 1'],
    ['another last hash', `update audit_chain set hash = '\\x00'`],
    ['no chain', 'delete from audit_chain'],
    ['emptied chains', 'truncate audit_chain'],
  ])('is refused by the database: %s', async (_what, statement) => {
    await record(newService());
    await relay.drain();
    await record(newService());
    await expect(world.postgres.pool.query(statement)).rejects.toThrow(/audit|emptied/);
  });
});
