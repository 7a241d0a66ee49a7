import { RelayAudit } from '../../src/modules/audit/index.ts';
import { audit } from '../../src/platform/audit/index.ts';
import { AuditWorld } from '../support/audit-world.ts';
import type { Person } from '../support/world.ts';
import { expectProblem } from './expect-problem.ts';

const USER_AGENT = 'Trivet/2.1 (iOS 20.1)';

describe('GET /admin/audit-logs', () => {
  let world: AuditWorld;
  let ada: Person;

  beforeAll(async () => {
    world = await AuditWorld.open();
    ada = await world.person();
  });
  afterAll(() => world.close());

  const record = (subjectId: string, action = 'spec.done', more: object = {}): Promise<void> =>
    world.postgres.transaction((tx) => audit.record(tx, { service: 'wallets', action, subjectId, ...more }));

  it('says who did what to whom, from where and in which request', async () => {
    const headers = { 'user-agent': USER_AGENT, 'x-request-id': 'spec-request-1' };
    const opened = await world.call('POST', '/wallets', ada, { body: { currency: 'EUR' }, headers });
    const walletId = String(opened.body['id']);
    const [event, ...others] = await world.logged(`subjectId=${walletId}`);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      ...{ service: 'wallets', action: 'wallet.opened', subjectId: walletId, actor: 'user', userId: ada.id },
      ...{ ip: '127.0.0.1', userAgent: USER_AGENT, requestId: 'spec-request-1', before: null },
      after: { currency: 'EUR', status: 'open', reopened: false },
    });
    expect(event?.['sessionId']).toEqual(expect.any(String));
    expect(event?.['databaseTransactionId']).toMatch(/^\d+$/);
  });

  it('finds what somebody did and what was done to them', async () => {
    const [did, suffered] = [world.newId(), world.newId()];
    await record(did, 'spec.did', { userId: did });
    await record(suffered, 'spec.suffered', { userId: did });
    const actions = async (userId: string): Promise<string[]> =>
      (await world.logged(`userId=${userId}`)).map(({ action }) => action);
    expect(await actions(did)).toEqual(['spec.suffered', 'spec.did']);
    expect(await actions(suffered)).toEqual(['spec.suffered']);
  });

  it('finds what was about a transaction', async () => {
    const transactionId = world.newId();
    await record(world.newId(), 'spec.paid', { transactionId });
    expect(await world.logged(`transactionId=${transactionId}`)).toMatchObject([
      { action: 'spec.paid', transactionId },
    ]);
    expect(await world.logged(`transactionId=${transactionId}&service=venues`)).toEqual([]);
  });

  it('goes through a service in stable pages, newest first, while more is written', async () => {
    const subjectId = world.newId();
    for (const nth of [1, 2, 3, 4, 5]) await record(subjectId, `spec.done-${nth}`);
    await world.app.get(RelayAudit).drain();
    const seen: string[] = [];
    let query = `service=wallets&subjectId=${subjectId}&limit=2`;
    for (let page = await world.page(query); ; page = await world.page(query)) {
      seen.push(...page.data.map(({ action }) => action));
      await record(subjectId, 'spec.meanwhile');
      await world.app.get(RelayAudit).drain();
      if (!page.hasMore) break;
      query = `service=wallets&subjectId=${subjectId}&limit=2&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(['spec.done-5', 'spec.done-4', 'spec.done-3', 'spec.done-2', 'spec.done-1']);
  });

  it('goes through all services, each event once', async () => {
    await record(world.newId());
    const all = await world.logged('from=2026-01-01T00:00:00Z');
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ service }) => service)).size).toBeGreaterThan(1);
    const moments = all.map(({ occurredAt }) => occurredAt);
    expect(moments).toEqual([...moments].sort().reverse());
  });

  it('keeps to a time', async () => {
    const subjectId = world.newId();
    await record(subjectId);
    const [event] = await world.logged(`subjectId=${subjectId}`);
    const at = String(event?.occurredAt);
    const after = new Date(Date.parse(at) + 1).toISOString();
    expect(await world.logged(`subjectId=${subjectId}&from=${at}&to=${after}`)).toHaveLength(1);
    expect(await world.logged(`subjectId=${subjectId}&to=${at}`)).toEqual([]);
    expect(await world.logged(`service=wallets&from=${after}`)).toEqual([]);
    expect(await world.logged(`service=wallets&to=2020-01-01T00:00:00Z`)).toEqual([]);
  });

  it('masks secrets, personal data and card numbers', async () => {
    const subjectId = world.newId();
    const before = { email: 'ada@test.example', phone: '+4912345', note: 'card 4111 1111 1111 1111', limit: 7n };
    await record(subjectId, 'spec.masked', { before, reason: 'she paid with 4111111111111111' });
    const [event] = await world.logged(`subjectId=${subjectId}`);
    expect(event).toMatchObject({ before: { email: '[redacted]', phone: '[redacted]', limit: '7' } });
    // Of the whole event: its ids and hashes have four such digits in a row by chance, and eight never.
    expect(JSON.stringify([event?.['before'], event?.['reason']])).not.toContain('4111');
    expect(JSON.stringify(event)).not.toMatch(/4111[ -]?1111[ -]?1111[ -]?1111/);
  });

  it('logs who reads it, and what they saw', async () => {
    const subjectId = world.newId();
    await record(subjectId);
    const [event] = await world.logged(`subjectId=${subjectId}`);
    const reader = await world.auditor();
    const reads = (await world.logged(`userId=${reader.id}`)).filter(({ action }) => action === 'audit-log.read');
    const ofSubject = expect.objectContaining({ subjectId }) as unknown;
    expect(reads).toContainEqual(expect.objectContaining({ after: { query: ofSubject, shown: [event?.id] } }));
  });

  it('forgets what was rolled back', async () => {
    const subjectId = world.newId();
    const work = world.postgres.transaction(async (tx) => {
      await audit.record(tx, { service: 'wallets', action: 'spec.undone', subjectId });
      throw new Error('undone');
    });
    await expect(work).rejects.toThrow('undone');
    expect(await world.logged(`subjectId=${subjectId}`)).toEqual([]);
  });

  it('cuts what is too long to keep', async () => {
    const subjectId = world.newId();
    await record(subjectId, 'spec.long', { after: { texts: Array.from({ length: 40 }, () => 'x'.repeat(1_000)) } });
    expect(await world.logged(`subjectId=${subjectId}`)).toMatchObject([
      { after: { leftOut: expect.stringMatching(/^\d+ characters$/) as string } },
    ]);
  });

  it('is for auditors and administrators', async () => {
    expect((await world.call('GET', '/admin/audit-logs', await world.person(['admin']))).status).toBe(200);
    for (const role of ['customer', 'support', 'finance_approver']) {
      expectProblem(await world.call('GET', '/admin/audit-logs', await world.person([role])), 403, 'forbidden');
    }
  });

  it('refuses a subject that is none', async () => {
    const auditor = await world.auditor();
    for (const subjectId of ['', '%20', 'x'.repeat(129)]) {
      const query = `subjectId=${subjectId}`;
      expectProblem(await world.call('GET', `/admin/audit-logs?${query}`, auditor), 400, 'validation_failed');
    }
  });

  it('refuses a forged cursor, and one of other filters', async () => {
    const auditor = await world.auditor();
    await record(world.newId());
    await record(world.newId());
    await world.app.get(RelayAudit).drain();
    const { nextCursor } = await world.page('service=wallets&limit=1');
    for (const query of ['cursor=x.y', `service=venues&cursor=${nextCursor}`]) {
      expectProblem(await world.call('GET', `/admin/audit-logs?${query}`, auditor), 400, 'invalid_cursor');
    }
  });
});
