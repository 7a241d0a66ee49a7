import { randomBytes, randomUUID } from 'node:crypto';
import { BlindIndex, MasterKeys, PersonalBox, SecretBox } from '../../src/platform/crypto/index.ts';
import { DataKeysRepository } from '../../src/platform/crypto/data-keys.repository.ts';
import { KeyRing } from '../../src/platform/crypto/key-ring.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { asSystem, Postgres } from '../../src/platform/postgres/index.ts';
import { openStores, type PlatformApp, startPlatformApp, type Stores } from './platform-app.ts';

const place = { table: 'device', column: 'push_token', rowId: '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' };
const CARD = { table: 'payment_method', column: 'card_index' };
const MINUTE_MS = 60_000;

const key = (): string => randomBytes(32).toString('base64');
const [first, second] = [key(), key()];
const BEFORE = { ENCRYPTION_KEY: first };
const BOTH = { ENCRYPTION_KEY: second, OTHER_ENCRYPTION_KEYS: first };
const AFTER = { ENCRYPTION_KEY: second };

let stores: Stores;
let running: PlatformApp[];

beforeEach(async () => {
  stores = await openStores();
  running = [];
});
afterEach(async () => {
  for (const { app } of running) await app.close();
  await stores.drop();
});

async function start(environment: Record<string, string>): Promise<PlatformApp> {
  const started = await startPlatformApp(stores, { environment });
  running.push(started);
  return started;
}

async function stop(started: PlatformApp): Promise<void> {
  running = running.filter((other) => other !== started);
  await started.app.close();
}

/** Starts, works, and ends: as a deployment with that environment. */
async function during<T>(environment: Record<string, string>, work: (started: PlatformApp) => Promise<T>): Promise<T> {
  const started = await start(environment);
  const done = await work(started);
  await stop(started);
  return done;
}

interface Sealed {
  readonly ada: string;
  readonly bob: string;
  readonly ours: string;
  readonly hers: string;
  readonly index: string;
}

async function seal({ app }: PlatformApp): Promise<Sealed> {
  const [ada, bob] = [await person(app.get(Postgres)), await person(app.get(Postgres))];
  const sealFor = (id: string) =>
    app.get(Postgres).transaction((tx) => app.get(PersonalBox).seal(tx, id, 'hers', place));
  const hers = await sealFor(ada);
  await sealFor(bob);
  const index = app.get(BlindIndex).of('fingerprint', CARD);
  return { ada, bob, hers, index, ours: app.get(SecretBox).seal('ours', place) };
}

async function person(postgres: Postgres): Promise<string> {
  const id = randomUUID();
  await postgres.pool.query(
    `insert into app_user (id, email, password_hash, first_name, last_name, roles, created_at, updated_at)
     values ($1, gen_random_uuid() || '@test.example', 'none', 'Ada', 'Test', '{customer}', now(), now())`,
    [id],
  );
  return id;
}

async function expectOpen({ app }: PlatformApp, { ada, bob, hers, ours, index }: Sealed): Promise<void> {
  expect(await app.get(SecretBox).open(ours, place)).toBe('ours');
  expect(await app.get(PersonalBox).open(ada, hers, place)).toBe('hers');
  expect(app.get(BlindIndex).of('fingerprint', CARD)).toBe(index);
  await expect(app.get(PersonalBox).open(bob, hers, place)).rejects.toThrow();
  await expect(app.get(PersonalBox).open(ada, hers, { ...place, rowId: 'other' })).rejects.toThrow();
}

const rewrap = ({ app }: PlatformApp, report = (): Promise<void> => Promise.resolve()): Promise<number> =>
  asSystem('operator', () => app.get(MasterKeys).rewrap(report));
const dependence = ({ app }: PlatformApp) => asSystem('operator', () => app.get(MasterKeys).dependence());

async function query<Row extends object>({ app }: PlatformApp, text: string): Promise<Row[]> {
  return (await app.get(Postgres).pool.query<Row>(text)).rows;
}

/** The next data key takes the place of the one that seals; nothing is sealed anew. */
async function anotherDataKey({ app, clock }: PlatformApp): Promise<void> {
  const version = await app.get(KeyRing).rotate('seal');
  clock.advance(2 * MINUTE_MS);
  await app.get(DataKeysRepository).retireBefore('seal', version);
}

describe('a master key', () => {
  it('is replaced by another, and everything opens without it', async () => {
    const sealed = await during(BEFORE, seal);
    await during(BOTH, async (both) => {
      const { master, dataKeys, firstFormat } = await dependence(both);
      expect(dataKeys).toEqual(
        ['index:1', 'seal:1'].map((name) => ({ name, ...BY_THE_FIRST, retired: false, configured: true })),
      );
      expect(dataKeys.map(({ wrappedBy }) => wrappedBy)).not.toContain(master);
      expect(firstFormat).toBe(0);
      const run = await both.app.get(Jobs).runNow('rewrap-data-keys');
      expect([run.status, run.processed]).toEqual(['succeeded', 2]);
      expect((await dependence(both)).dataKeys).toEqual([]);
      expect(await rewrap(both)).toBe(0);
      await expectOpen(both, sealed);
    });
    await during(AFTER, async (after) => {
      await expectOpen(after, sealed);
      expect((await dependence(after)).dataKeys).toEqual([]);
      const said = await query<{ content: string }>(after, `select content from audit_event where service = 'keys'`);
      const events = said.map(({ content }) => JSON.parse(content) as Record<string, string>);
      expect(events.map(({ action, subjectId }) => [action, subjectId])).toEqual([
        ['data_key.rewrapped', 'index:1'],
        ['data_key.rewrapped', 'seal:1'],
      ]);
      expect(events[0]).toMatchObject({ before: expect.stringContaining('local:') as unknown });
    });
    await expect(start(BEFORE)).rejects.toThrow('Data keys in use cannot be unwrapped');
  });

  it('that something in use depends on must be there: the process does not start, and says what', async () => {
    await during(BEFORE, seal);
    const started = start(AFTER);
    await expect(started).rejects.toThrow(/index:1: The master key local:\w+ is not configured/);
    await expect(started).rejects.toThrow(/seal:1: .*npm run keys:check/s);
  });

  it('leaves nothing of itself in the history of rows', async () => {
    await during(BEFORE, seal);
    await during(BOTH, async (both) => {
      const wrapped = await query<{ hex: string }>(both, `select encode(wrapped, 'hex') as hex from data_key`);
      expect(await rewrap(both)).toBe(2);
      const history = await query<{ text: string }>(
        both,
        `select concat(before, after) as text from row_change where table_name = 'data_key'`,
      );
      expect(history.length).toBeGreaterThanOrEqual(4);
      for (const { hex } of wrapped) expect(history.filter(({ text }) => text.includes(hex))).toEqual([]);
    });
  });

  it('may go though the taking over was interrupted, once it was gone on with', async () => {
    const sealed = await during(BEFORE, async (before) => {
      await anotherDataKey(before);
      return seal(before);
    });
    await during(BOTH, async (both) => {
      await expect(rewrap(both, () => Promise.reject(new Error('the process died')))).rejects.toThrow('died');
      expect((await dependence(both)).dataKeys.map(({ name }) => name)).toEqual(['seal:1', 'seal:2']);
      await expectOpen(both, sealed);
    });
    await during(BOTH, async (both) => {
      expect(await rewrap(both)).toBe(2);
    });
    await during(AFTER, (after) => expectOpen(after, sealed));
  });

  it('is taken over by several processes at once, each key by one of them', async () => {
    const sealed = await during(BEFORE, async (before) => {
      for (let more = 0; more < 5; more += 1) await anotherDataKey(before);
      return seal(before);
    });
    const both = await Promise.all([start(BOTH), start(BOTH), start(BOTH)]);
    const done = await Promise.all(both.map((each) => rewrap(each)));
    expect(done.reduce((sum, each) => sum + each, 0)).toBe(7);
    const [one] = both;
    const said = await query<{ action: string; events: number }>(
      one,
      `select content::jsonb ->> 'action' as action, count(*)::int as events from audit_event where service = 'keys' group by 1 order by 1`,
    );
    expect(said).toEqual([
      { action: 'data_key.made', events: 5 },
      { action: 'data_key.retired', events: 5 },
      { action: 'data_key.rewrapped', events: 7 },
    ]);
    for (const each of both) await expectOpen(each, sealed);
    await during(AFTER, (after) => expectOpen(after, sealed));
  });

  it('that is gone while only retired data keys depended on it keeps nobody from starting', async () => {
    const old = await during(BEFORE, seal);
    const now = await during(BEFORE, async (before) => {
      await anotherDataKey(before);
      return before.app.get(SecretBox).seal('ours', place);
    });
    await during(BOTH, async (both) => {
      await both.app.get(Postgres).pool.query(`update data_key set wrapped_by = 'local:gone', wrapped = '\\x00'
                                                where purpose = 'seal' and version = 1`);
      expect(await rewrap(both)).toBe(2);
    });
    await during(AFTER, async (after) => {
      expect(await after.app.get(SecretBox).open(now, place)).toBe('ours');
      await expect(after.app.get(SecretBox).open(old.ours, place)).rejects.toThrow('is not configured');
      expect((await dependence(after)).dataKeys).toEqual([
        { name: 'seal:1', wrappedBy: 'local:gone', retired: true, configured: false },
      ]);
    });
  });

  it('that is there opens what retired data keys sealed, unwrapped when they are first needed', async () => {
    const sealed = await during(BEFORE, async (before) => {
      const made = await seal(before);
      await anotherDataKey(before);
      return made;
    });
    const again = await start(BEFORE);
    expect(() => again.app.get(KeyRing).held('seal', 1)).toThrow('store_unavailable');
    const opened = await Promise.all(
      Array.from({ length: 5 }, () => again.app.get(SecretBox).open(sealed.ours, place)),
    );
    expect(new Set(opened)).toEqual(new Set(['ours']));
    expect(again.app.get(KeyRing).held('seal', 1)).toHaveLength(32);
  });

  it('changes the wrapping of a data key, and nothing else of it', async () => {
    const { app } = await start(BEFORE);
    const change = (assignment: string) => app.get(Postgres).pool.query(`update data_key set ${assignment}`);
    for (const assignment of [
      ...[`wrapped = '\\x00'`, `wrapped_by = 'local:other'`, 'version = version + 1', 'active_from = now()'],
      ...[`purpose = 'other'`, `wrapped = '\\x00', wrapped_by = 'local:other', created_at = now()`],
    ]) {
      await expect(change(assignment)).rejects.toThrow('only ever retired, or wrapped by another master key');
    }
    await change('retired_at = now()');
    await expect(change('retired_at = null')).rejects.toThrow('only ever retired');
  });
});

const BY_THE_FIRST = { wrappedBy: expect.stringMatching(/^local:[0-9a-f]{16}$/) as unknown };
