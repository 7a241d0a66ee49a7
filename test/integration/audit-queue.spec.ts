import { AuditLog } from '../../src/modules/audit/audit-log.repository.ts';
import { RelayAudit } from '../../src/modules/audit/index.ts';
import { audit } from '../../src/platform/audit/index.ts';
import { AuditWorld } from '../support/audit-world.ts';
import { FakeSqs } from '../support/fake-sqs.ts';

// Real: PostgreSQL and DynamoDB Local. The queue is a fake on loopback. The relay's loops are off; `drain` does their work.
describe.each(['audit', 'audit.fifo'])('audit events in the queue %s', (name) => {
  let sqs: FakeSqs;
  let world: AuditWorld;
  let relay: RelayAudit;
  let nth = 0;

  beforeAll(async () => {
    sqs = await FakeSqs.start();
    world = await AuditWorld.open(sqs.environment(name));
    relay = world.app.get(RelayAudit);
  });
  afterAll(async () => {
    await world.close();
    await sqs.close();
  });
  beforeEach(async () => {
    [sqs.away, sqs.takes] = [false, () => true];
    await relay.drain();
    sqs.taken.length = sqs.calls.length = 0;
  });
  afterEach(() => jest.restoreAllMocks());

  const record = async (count: number, reason = 'because'): Promise<string> => {
    const service = `spec-${(nth += 1)}`;
    const events = Array.from({ length: count }, (_, index) => ({
      ...{ service, action: 'spec.done', subjectId: `${index}`, reason },
    }));
    await world.postgres.transaction((tx) => audit.recordAll(tx, events));
    return service;
  };
  const waiting = (service: string): Promise<number> => world.postgres.prisma.auditEvent.count({ where: { service } });
  const makeDue = (): Promise<unknown> =>
    world.postgres.pool.query('update audit_event set available_at = clock_timestamp()');
  const bodies = (): { eventId: string; subjectId: string }[] =>
    sqs.taken.map(({ MessageBody }) => JSON.parse(MessageBody) as { eventId: string; subjectId: string });

  it('says every event as the log does, ten at once, with its id to know a repetition by', async () => {
    const service = await record(25);
    await relay.drain();
    expect(sqs.calls).toEqual([10, 10, 5]);
    expect(bodies().map(({ subjectId }) => subjectId)).toEqual(Array.from({ length: 25 }, (_, index) => `${index}`));
    expect(sqs.taken.map(({ MessageAttributes }) => MessageAttributes?.['eventId']?.StringValue)).toEqual(
      bodies().map(({ eventId }) => eventId),
    );
    expect(sqs.taken[0]?.MessageDeduplicationId).toBe(name === 'audit' ? undefined : bodies()[0]?.eventId);
    expect((await world.logged(`service=${service}`)).map(({ id }) => id).sort()).toEqual(
      bodies()
        .map(({ eventId }) => eventId)
        .sort(),
    );
    expect(await waiting(service)).toBe(0);
  });

  it('waits while the queue is away, without being written to the log again', async () => {
    const put = jest.spyOn(world.app.get(AuditLog), 'put');
    const service = await record(12);
    sqs.away = true;
    await expect(relay.drain()).rejects.toThrow();
    expect(await waiting(service)).toBe(12);
    sqs.away = false;
    await makeDue();
    await relay.drain();
    expect(new Set(bodies().map(({ eventId }) => eventId)).size).toBe(12);
    expect(sqs.taken).toHaveLength(12);
    expect(put).toHaveBeenCalledTimes(1);
    expect(await waiting(service)).toBe(0);
  });

  it('keeps none back for one that the queue does not take', async () => {
    sqs.takes = (body) => !body.includes('"subjectId":"3"');
    const service = await record(25);
    await relay.drain();
    expect(sqs.taken).toHaveLength(24);
    expect(await waiting(service)).toBe(1);
    sqs.takes = () => true;
    await makeDue();
    await relay.drain();
    expect(await waiting(service)).toBe(0);
  });
});
