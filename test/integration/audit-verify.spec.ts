import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { AuditLog } from '../../src/modules/audit/audit-log.repository.ts';
import { ChainEvents } from '../../src/modules/audit/chain-events.ts';
import { hashOf } from '../../src/modules/audit/chained-event.ts';
import { RelayAudit, VerifyAudit } from '../../src/modules/audit/index.ts';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { AuditWorld } from '../support/audit-world.ts';

type Item = Record<string, unknown>;

const HOUR_MS = 3_600_000;
const EVENTS = 6;
const DAY = '2026-03-10';
const NEXT_DAY = '2026-03-11';

// Real: PostgreSQL and DynamoDB Local. Each test has a service of its own, whose log it tampers with behind the application.
describe('the verification of the audit log', () => {
  let world: AuditWorld;
  let verify: VerifyAudit;
  let nth = 0;
  let service = '';

  beforeAll(async () => {
    world = await AuditWorld.open();
    verify = world.app.get(VerifyAudit);
  });
  beforeEach(async () => {
    service = `spec-${(nth += 1)}`;
    await happened(EVENTS);
    await world.app.get(RelayAudit).drain();
  });
  afterAll(() => world.close());

  /** Events of a minute each, of that day. */
  const happened = (count: number, at = `${DAY}T12:00:00Z`): Promise<unknown> =>
    world.postgres.pool.query(
      `insert into audit_event (service, content, occurred_at)
       select $1, json_build_object('service', $1::text, 'action', 'spec.done', 'subjectId', n::text, 'actor', 'operator')::text,
              $2::timestamptz + n * interval '1 minute' from generate_series(1, $3) n`,
      [service, at, count],
    );
  const put = (Item: Item): Promise<unknown> =>
    world.app.get(DynamoDb).document.send(new PutCommand({ TableName: tableName(), Item }));
  const remove = ({ serviceDay, momentEvent }: Item): Promise<unknown> =>
    world.app
      .get(DynamoDb)
      .document.send(new DeleteCommand({ TableName: tableName(), Key: { serviceDay, momentEvent } }));
  const tableName = (): string => world.app.get(DynamoDb).table('audit-logs');
  const items = async (day = DAY): Promise<Item[]> => {
    const found: Item[] = [];
    for await (const page of world.app.get(AuditLog).day(`${service}#${day}`)) found.push(...page);
    return found;
  };
  const item = async (sequence: number): Promise<Item> => {
    const found = (await items()).find((one) => one['sequence'] === sequence);
    if (!found) throw new Error(`there is no event ${sequence}`);
    return found;
  };
  const findings = async (): Promise<string[]> => {
    const { findings: all } = await verify.execute({ from: DAY, to: NEXT_DAY });
    return all.filter((finding) => finding.service === service).map(({ kind, what }) => `${kind}: ${what}`);
  };
  const rehashed = (changed: Item): Item => ({ ...changed, hash: hashOf(changed) });
  /** Runs the job at that moment; whether it sealed the day of this service. */
  const seal = async (at: string): Promise<boolean> => {
    world.clock.set(at);
    await world.app.get(Jobs).runNow('seal-audit-days');
    const sql = 'select 1 from audit_chain where service = $1 and day = $2 and sealed_at is not null';
    return (await world.postgres.pool.query(sql, [service, DAY])).rowCount === 1;
  };

  it('finds nothing in a log that is as it was written, also while it is written', async () => {
    expect(await findings()).toEqual([]);
    const writing = Promise.all([1, 2, 3].map(() => happened(20)));
    expect(await findings()).toEqual([]);
    await writing;
    await world.app.get(ChainEvents).execute();
    expect(await findings()).toEqual([]);
    await world.app.get(RelayAudit).drain();
    expect(await findings()).toEqual([]);
  });

  it('finds an edit', async () => {
    await put({ ...(await item(3)), userId: 'somebody else' });
    expect(await findings()).toContain('edited: event 3');
  });

  it('finds something that was added to an event', async () => {
    await put({ ...(await item(3)), note: 'approved' });
    expect(await findings()).toContain('edited: event 3');
  });

  it.each([3, EVENTS])('finds an edit that calculates its own hash anew: event %d', async (sequence) => {
    await put(rehashed({ ...(await item(sequence)), action: 'spec.other' }));
    expect(await findings()).toEqual([
      sequence === EVENTS ? 'other-end: the last hash is another one' : `broken: before event ${sequence + 1}`,
    ]);
  });

  it('finds a deletion', async () => {
    await remove(await item(2));
    expect(await findings()).toContain(`missing: event 2 of ${EVENTS}`);
  });

  it('finds truncation: the last events, and all of them', async () => {
    await remove(await item(EVENTS));
    await remove(await item(EVENTS - 1));
    expect(await findings()).toEqual([
      ...[5, 6].map((sequence) => `missing: event ${sequence} of ${EVENTS}`),
      'other-end: the last hash is another one',
    ]);
    for (const one of await items()) await remove(one);
    expect((await findings()).filter((finding) => finding.startsWith('missing'))).toHaveLength(EVENTS);
  });

  it('finds a reordering', async () => {
    const [second, third] = [await item(2), await item(3)];
    await put({ ...second, sequence: 3, previousHash: third['previousHash'] });
    await put({ ...third, sequence: 2, previousHash: second['previousHash'] });
    expect(await findings()).toEqual(expect.arrayContaining(['edited: event 2', 'edited: event 3']));
  });

  it('finds a reordering that calculates the hashes of both anew', async () => {
    const [second, third] = [await item(2), await item(3)];
    const first = rehashed({ ...third, sequence: 2, previousHash: second['previousHash'] });
    await put(first);
    await put(rehashed({ ...second, sequence: 3, previousHash: first['hash'] }));
    expect(await findings()).toEqual(['broken: before event 4']);
  });

  it('finds what was put in', async () => {
    const last = await item(EVENTS);
    const forged = { ...last, momentEvent: `${DAY}T23:00:00.000Z#forged`, eventId: 'forged' };
    await put(rehashed(forged));
    expect(await findings()).toContain(`inserted: a second event ${EVENTS}`);
    await put(rehashed({ ...forged, sequence: EVENTS + 1, previousHash: last['hash'] }));
    expect(await findings()).toContain(`inserted: ${DAY}T23:00:00.000Z#forged at ${EVENTS + 1}`);
  });

  it('finds events of a day that never was', async () => {
    const forged = rehashed({ ...(await item(1)), serviceDay: `${service}#2020-01-01` });
    await put(forged);
    const { findings: all } = await verify.execute();
    expect(all).toContainEqual(expect.objectContaining({ kind: 'unknown-day', service, day: '2020-01-01' }));
    await remove(forged);
  });

  it('finds a whole chain that was calculated anew', async () => {
    let previousHash = (await item(1))['previousHash'];
    for (let sequence = 1; sequence <= EVENTS; sequence += 1) {
      const changed = rehashed({ ...(await item(sequence)), action: 'spec.other', previousHash });
      previousHash = changed['hash'];
      await put(changed);
    }
    expect(await findings()).toEqual(['other-end: the last hash is another one']);
  });

  it('seals a day an hour after its end, once nothing of it waits, and nothing comes into it then', async () => {
    await happened(1, `${NEXT_DAY}T08:00:00Z`);
    await world.app.get(RelayAudit).drain();
    expect(await seal('2026-03-11T00:59:00Z')).toBe(false);
    await happened(1);
    expect(await seal('2026-03-11T01:00:00Z')).toBe(false);
    await world.app.get(RelayAudit).drain();
    expect(await seal('2026-03-11T01:00:00Z')).toBe(true);
    await happened(1);
    await world.app.get(RelayAudit).drain();
    expect(await items()).toHaveLength(EVENTS + 1);
    expect(await items(NEXT_DAY)).toHaveLength(2);
    expect(await findings()).toEqual([]);
    world.clock.set(new Date());
    const from = encodeURIComponent(`${DAY}T00:00:00Z`);
    expect(await world.logged(`service=${service}&from=${from}&to=${NEXT_DAY}T00:00:00Z`)).toHaveLength(EVENTS + 2);
  });

  it('tells that a sealed day was written anew in both stores, by an anchor that was kept elsewhere', async () => {
    await happened(1, `${NEXT_DAY}T08:00:00Z`);
    await world.app.get(RelayAudit).drain();
    await seal('2026-03-12T02:00:00Z');
    const { anchors } = await verify.execute({ from: DAY, to: NEXT_DAY });
    const kept = anchors.filter((anchor) => anchor.service === service);
    expect(kept.map(({ day }) => day)).toEqual([NEXT_DAY, DAY]);
    const said = async (): Promise<string[]> => {
      const { findings: all } = await verify.execute({ from: DAY, to: NEXT_DAY, kept });
      return all.filter((finding) => finding.service === service).map(({ what }) => what);
    };
    expect(await said()).toEqual([]);

    await world.asOwner('alter table audit_chain disable trigger user');
    await world.asOwner(`update audit_chain set anchor = '\\x01' where service = $1 and day = $2`, [service, DAY]);
    await world.asOwner('alter table audit_chain enable trigger user');
    expect(await findings()).toEqual([
      'other-anchor: it does not follow the anchor before it',
      'other-anchor: it is not of this day',
    ]);
    expect(await said()).toContain('it is not the one that was kept');
  });

  it('does not let a sealed day be changed', async () => {
    await seal(new Date(Date.parse(`${NEXT_DAY}T00:00:00Z`) + HOUR_MS).toISOString());
    const change = world.postgres.pool.query('update audit_chain set sequence = sequence + 1 where service = $1', [
      service,
    ]);
    await expect(change).rejects.toThrow('only grows');
  });
});
