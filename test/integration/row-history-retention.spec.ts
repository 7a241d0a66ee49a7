import { Jobs } from '../../src/platform/jobs/index.ts';
import { RETENTION } from '../../src/shared/retention.ts';
import { AuditWorld } from '../support/audit-world.ts';
import type { Person } from '../support/world.ts';

const DAY_MS = 86_400_000;
const JOB = 'row-history-cleanup';

/** A change that a trigger wrote long ago. */
interface Old {
  readonly key: string;
  readonly at: string;
  readonly owner?: string;
}

// Real: PostgreSQL, whose clock nobody holds: what is old was written at a time long past.
describe('the history of rows', () => {
  let world: AuditWorld;
  let [ada, admin] = [] as unknown as [Person, Person];

  beforeAll(async () => {
    world = await AuditWorld.open();
    [ada, admin] = [await world.person(), await world.person(['admin'])];
  });
  afterAll(() => world.close());

  const sql = <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
    world.asOwner<Row>(text, values);
  const month = (of: string): Promise<unknown> => sql('select row_history_make_partition($1)', [of]);
  const written = ({ key, at, owner }: Old): Promise<unknown> =>
    sql(
      `insert into row_change (changed_at, table_name, row_key, operation, owner_id, database_user, application, database_transaction)
       values ($1, 'spec', $2, 'update', $3, 'spec', 'spec', 1)`,
      [at, key, owner ?? null],
    );
  const left = async (): Promise<string[]> =>
    (await sql<{ row_key: string }>(`select row_key from row_change where table_name = 'spec' order by row_key`)).map(
      ({ row_key: key }) => key,
    );
  const months = async (): Promise<string[]> =>
    (
      await sql<{ name: string }>(
        `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'row_change'::regclass order by 1`,
      )
    ).map(({ name }) => name);
  const run = () => world.app.get(Jobs).runNow(JOB);
  const hold = async (of: Person): Promise<string> => {
    const path = `/admin/users/${of.id}/legal-holds`;
    return (await world.call<{ id: string }>('POST', path, admin, { body: { reason: 'Case 1' } })).body.id;
  };
  const release = (id: string) =>
    world.call('POST', `/admin/legal-holds/${id}/release`, admin, { body: { reason: 'Closed' } });

  it('lets whole months go after their time, and what has no month; what a hold keeps goes when it is released', async () => {
    await month('2021-03-15T00:00:00Z');
    await month('2021-04-15T00:00:00Z');
    await written({ key: 'held', at: '2021-03-10T00:00:00Z', owner: ada.id });
    await written({ key: 'gone', at: '2021-03-10T00:00:00Z', owner: admin.id });
    await written({ key: 'nobodys', at: '2021-04-30T23:59:59.999Z' });
    await written({ key: 'stray', at: '2021-06-01T00:00:00Z', owner: admin.id });
    await written({ key: 'stray-held', at: '2021-06-01T00:00:00Z', owner: ada.id });
    await written({ key: 'young', at: new Date(world.clock.now().getTime() - 300 * DAY_MS).toISOString() });
    const holdId = await hold(ada);

    // Two months and a row.
    expect(await run()).toMatchObject({ error: null, status: 'succeeded', processed: 3 });
    expect(await left()).toEqual(['held', 'stray-held', 'young']);
    expect((await months()).filter((name) => name.includes('2021'))).toEqual([]);
    expect(await run()).toMatchObject({ processed: 0 });

    await release(holdId);
    expect(await run()).toMatchObject({ status: 'succeeded', processed: 2 });
    expect(await left()).toEqual(['young']);
    const logged = await world.logged('service=audit');
    expect(logged.map(({ action, subjectId, actor, after }) => ({ action, subjectId, actor, after }))).toEqual([
      { ...{ action: 'row_history.rows_deleted', subjectId: 'row_change', after: { rows: 2 } }, actor: `job:${JOB}` },
      { ...{ action: 'row_history.rows_deleted', subjectId: 'row_change', after: { rows: 1 } }, actor: `job:${JOB}` },
      {
        ...{ action: 'row_history.month_dropped', subjectId: 'row_change_2021_04', after: { held: '0' } },
        actor: `job:${JOB}`,
      },
      {
        ...{ action: 'row_history.month_dropped', subjectId: 'row_change_2021_03', after: { held: '1' } },
        actor: `job:${JOB}`,
      },
    ]);
  });

  it('keeps a month until all of it is over', async () => {
    const oldest = new Date(world.clock.now().getTime() - RETENTION.rowHistory.keptMs);
    await month(oldest.toISOString());
    const before = await months();
    expect(await run()).toMatchObject({ status: 'succeeded', processed: 0 });
    expect(await months()).toEqual(before);
  });

  it('waits for nobody: somebody who reads for long makes the job fail, and the next run does it', async () => {
    await month('2021-08-15T00:00:00Z');
    const reader = await world.owner.connect();
    try {
      await reader.query('begin');
      await reader.query('select count(*) from row_change');
      expect(await run()).toMatchObject({ status: 'failed' });
      await reader.query('rollback');
    } finally {
      reader.release();
    }
    expect(await months()).toContain('row_change_2021_08');
    expect(await run()).toMatchObject({ status: 'succeeded', processed: 1 });
    expect(await months()).not.toContain('row_change_2021_08');
  });

  it('goes twice at once no more often than once', async () => {
    await month('2021-09-15T00:00:00Z');
    const drop = () =>
      sql<{ dropped: string | null }>(`select dropped from row_history_drop_month('2021-12-01T00:00:00Z')`);
    const names = (await Promise.all([drop(), drop()])).flat().map(({ dropped }) => dropped);
    expect(names).toEqual(expect.arrayContaining(['row_change_2021_09', null]));
  });

  it.each([
    [`select row_history_drop_month(now())`, 'for a year at least'],
    [`select row_history_sweep(now() - interval '364 days', 1)`, 'for a year at least'],
    [`delete from row_change where changed_at > now() - interval '364 days'`, 'is not changed'],
    [`set role trivet_system; delete from row_change`, 'permission denied'],
    [`set role trivet_app; select row_history_drop_month('2000-01-01')`, 'permission denied'],
    [`set role trivet_app; select row_history_sweep('2000-01-01', 1)`, 'permission denied'],
  ])('is not let go before its time, nor by anybody: %s', async (statement, refusal) => {
    await expect(sql(statement)).rejects.toThrow(refusal);
  });

  it('says whose each row is, of every table of people that has one', async () => {
    const tables = await sql<{ name: string; named: boolean }>(`
      select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'user_id') as named
        from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = 'row_history'`);
    const nobodys = tables.filter(({ name, named }) => !named && name !== 'app_user').map(({ name }) => name);
    expect(nobodys.sort()).toEqual(['data_key', 'lookup_value', 'role', 'role_permission', 'setting']);
    await world.call('PATCH', '/me', ada, { body: { firstName: 'Augusta' } });
    const [change] = await sql<{ owner_id: string }>(
      `select owner_id from row_change where table_name = 'app_user' and row_key = $1 order by id desc limit 1`,
      [ada.id],
    );
    expect(change).toEqual({ owner_id: ada.id });
  });
});
