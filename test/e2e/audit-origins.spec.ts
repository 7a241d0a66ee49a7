import { RelayAudit, VerifyAudit } from '../../src/modules/audit/index.ts';
import { DataKeyRotation } from '../../src/platform/crypto/index.ts';
import { PrivacyWorld } from '../support/privacy-world.ts';
import { textOfStores } from '../support/store-text.ts';
import type { Person } from '../support/world.ts';

const MINUTE_MS = 60_000;

interface Logged {
  readonly action: string;
  readonly subjectId: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

let world: PrivacyWorld;
let auditor: Person;
let devices = 0;

beforeAll(async () => {
  world = await PrivacyWorld.open();
  auditor = await world.person(['auditor']);
});
afterAll(() => world.close());

const device = (): string => `Canary-Phone/${(devices += 1)} (of one person)`;

/** Does something that is logged, with that program. */
async function act(person: Person, program: string): Promise<void> {
  const headers = { 'user-agent': program };
  const changed = await world.call('PATCH', '/me', person, { body: { phone: '+12125550188' }, headers });
  expect(changed.status).toBe(200);
}

async function logged(person: Person): Promise<Logged[]> {
  await world.app.get(RelayAudit).drain();
  const { status, body } = await world.call<{ data: Logged[] }>(
    'GET',
    `/admin/audit-logs?userId=${person.id}&limit=100`,
    auditor,
  );
  expect(status).toBe(200);
  return body.data;
}

const programs = async (person: Person): Promise<(string | null)[]> =>
  (await logged(person)).map(({ userAgent }) => userAgent);

async function inTheLog(text: string): Promise<string[]> {
  const found = (await textOfStores(world.app)).filter(
    ({ place, text: kept }) => /audit/.test(place) && kept.includes(text),
  );
  return found.map(({ place }) => place);
}

async function expectWhole(): Promise<void> {
  const { findings, events } = await world.app.get(VerifyAudit).execute();
  expect(findings).toEqual([]);
  expect(events).toBeGreaterThan(0n);
}

describe('where a request came from', () => {
  it('is shown to who may search the log, and sealed wherever the log is kept', async () => {
    const [ada, program] = [await world.stage.person(), device()];
    await act(ada, program);
    const [event] = (await logged(ada)).filter(({ userAgent }) => userAgent === program);
    expect(event).toMatchObject({ ip: '127.0.0.1', subjectId: ada.id });
    expect(Object.keys(event ?? {})).not.toContain('origin');
    expect(await inTheLog(program)).toEqual([]);
    await expectWhole();
  });

  it('is noise once its person is forgotten, and the chains stay right; of others it stays', async () => {
    const [gone, other] = [await world.spent(), await world.stage.person()];
    const [program, another] = [device(), device()];
    await act(gone.person, program);
    await act(other, another);
    expect(await programs(gone.person)).toContain(program);
    await world.ask(gone.person);
    await world.carryOut();
    expect(await world.isForgotten(gone.person)).toBe(true);
    const events = await logged(gone.person);
    expect(events.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['user.changed', 'transfer.posted', 'person.forgotten']) as unknown,
    );
    const known = events.filter(({ ip, userAgent }) => ip !== null || userAgent !== null);
    expect(known).toEqual([]);
    expect(await programs(other)).toContain(another);
    expect(await inTheLog(program)).toEqual([]);
    await expectWhole();
  });

  it('is not kept of what still waited when its person was forgotten', async () => {
    const [gone, program] = [await world.spent(), device()];
    await act(gone.person, program);
    await world.ask(gone.person);
    expect(await inTheLog(program)).toEqual(['postgres audit_event']);
    await world.carryOut();
    expect(await programs(gone.person)).not.toContain(program);
    expect(await inTheLog(program)).toEqual([]);
    await expectWhole();
  });

  it('can be read after keys were changed twice: what the log says cannot be sealed anew', async () => {
    const [ada, program] = [await world.stage.person(), device()];
    await act(ada, program);
    await logged(ada);
    const archiveKey = async (): Promise<string | null> =>
      (await world.postgres.prisma.personKey.findUniqueOrThrow({ where: { userId: ada.id } })).archiveKey;
    const before = await archiveKey();
    for (let round = 0; round < 2; round += 1) {
      await world.app.get(DataKeyRotation).start();
      world.clock.advance(3 * MINUTE_MS);
      await world.app.get(DataKeyRotation).finish(() => Promise.resolve());
    }
    const after = await archiveKey();
    expect([before?.split('.')[0], after?.split('.')[0]]).toEqual([expect.stringMatching(/^k\d+$/), 'k3']);
    auditor = await world.person(['auditor']);
    expect(await programs(ada)).toContain(program);
  });

  it('is the person’s when they ask for their data, and not where somebody was who did something to them', async () => {
    const [ada, admin, program] = [await world.stage.person(), await world.person(['admin']), device()];
    await act(ada, program);
    const headers = { 'user-agent': 'Canary-Desk/1 (of an administrator)' };
    const body = { roles: ['customer'] };
    expect((await world.call('PUT', `/admin/users/${ada.id}/roles`, admin, { body, headers })).status).toBe(200);
    await world.app.get(RelayAudit).drain();
    const { text, status } = await world.call('GET', '/me/export', ada);
    expect(status).toBe(200);
    expect(text).toContain(program);
    expect(text).not.toContain('Canary-Desk');
    expect(text).not.toContain('"origin"');
  });

  it('is in plain text where it is of nobody who is known', async () => {
    const program = device();
    const body = { email: `${world.newId()}@nowhere.example` };
    const asked = await world.call('POST', '/auth/password/forgot', undefined, {
      body,
      headers: { 'user-agent': program },
    });
    expect(asked.status).toBeLessThan(300);
    await world.app.get(RelayAudit).drain();
    expect(await inTheLog(program)).toEqual(['dynamodb audit-logs']);
    await expectWhole();
  });

  it('holds nobody up: people are forgotten while places are given in the log', async () => {
    const spent = [];
    for (let nth = 0; nth < 4; nth += 1) spent.push(await world.spent());
    await world.app.get(RelayAudit).drain();
    for (const { person } of spent) await act(person, device());
    for (const { person } of spent) expect((await world.ask(person)).status).toBe(202);
    await Promise.all([world.carryOut(), world.app.get(RelayAudit).drain(), world.app.get(RelayAudit).drain()]);
    await world.carryOut();
    for (const { person } of spent) {
      expect(await world.isForgotten(person)).toBe(true);
      expect((await logged(person)).filter(({ ip }) => ip !== null)).toEqual([]);
    }
    await expectWhole();
  });
});

it('an event gets what the log says of where it came from with its place, and keeps it', async () => {
  const [program, ada] = [device(), await world.stage.person()];
  await world.app.get(RelayAudit).drain();
  await act(ada, program);
  const change = (assignment: string) => world.postgres.pool.query(`update audit_event set ${assignment}`);
  await expect(change(`origin = '{"ip":"10.0.0.1"}'`)).rejects.toThrow('is not changed');
  await expect(change(`origin = null`)).rejects.toThrow('is not changed');
  await expect(change(`logged_origin = '{"ip":"10.0.0.1"}'`)).rejects.toThrow('is not changed');
  expect(await programs(ada)).toContain(program);
});
