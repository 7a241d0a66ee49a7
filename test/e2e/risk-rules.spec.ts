import { RiskWorld } from '../support/risk-world.ts';
import type { Body } from '../support/world.ts';

const NEVER = { amount: { atLeast: { ZZZ: 1 } } };

describe('risk rules', () => {
  let world: RiskWorld;

  beforeAll(async () => {
    world = await RiskWorld.open();
  });
  afterAll(() => world.close());

  it('are drafted, watched, and let decide by somebody else than who wrote them', async () => {
    const { analyst } = await world.staff();
    const { status, body } = await world.draft(NEVER);
    expect([status, body.status]).toEqual([201, 'draft']);
    expect(await world.move(body.id, 'live', analyst)).toMatchObject({ status: 403, body: { code: 'same_person' } });
    expect(await world.move(body.id, 'shadow', analyst)).toMatchObject({ status: 200, body: { status: 'shadow' } });
    expect(await world.move(body.id, 'live', analyst)).toMatchObject({ status: 403, body: { code: 'same_person' } });
    expect(await world.move(body.id, 'live')).toMatchObject({ status: 200, body: { status: 'live', version: 3 } });
    expect(await world.move(body.id, 'retire')).toMatchObject({ status: 200, body: { status: 'retired' } });
    for (const to of ['live', 'shadow', 'retire'] as const)
      expect(await world.move(body.id, to)).toMatchObject({ status: 409, body: { code: 'rule_not_actionable' } });
    const path = `/admin/risk/rules/${body.id}/history`;
    const { data } = (await world.call<{ data: Body[] }>('GET', path, analyst)).body;
    expect(data.map(({ statusBefore, status: after }) => [statusBefore, after])).toEqual([
      ['live', 'retired'],
      ['shadow', 'live'],
      ['draft', 'shadow'],
      [null, 'draft'],
    ]);
  });

  it('have versions: one of a name decides, and a new one takes its place', async () => {
    const name = 'of_many_versions';
    const first = await world.live(NEVER, { name });
    expect(await world.draft(NEVER, { name })).toMatchObject({ status: 201, body: { number: 2 } });
    expect(await world.draft(NEVER, { name })).toMatchObject({ status: 409, body: { code: 'rule_exists' } });
    const { analyst } = await world.staff();
    const list = async () => {
      const { body } = await world.call<{ data: Body[] }>('GET', `/admin/risk/rules?name=${name}`, analyst);
      return body.data.map(({ number, status }) => [number, status]);
    };
    const [second] = (await world.call<{ data: { id: string }[] }>('GET', `/admin/risk/rules?name=${name}`, analyst))
      .body.data;
    expect((await world.move(second?.id ?? '', 'live')).status).toBe(200);
    expect(await list()).toEqual([
      [2, 'live'],
      [1, 'retired'],
    ]);
    expect(first).not.toBe(second?.id);
  });

  it('are rewritten as drafts alone, by version; who rewrote it does not let it decide', async () => {
    const { analyst, other } = await world.staff();
    const { body } = await world.draft(NEVER);
    const rewrite = (by: typeof analyst, change: Body, headers = {}) =>
      world.call<Body>('PATCH', `/admin/risk/rules/${body.id}`, by, {
        body: { reason: 'Because', ...change },
        headers,
      });
    expect(await rewrite(other, { score: 70 })).toMatchObject({ status: 200, body: { score: 70, authorId: other.id } });
    expect(await rewrite(other, { score: 80 }, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    expect(await world.move(body.id, 'live', other)).toMatchObject({ status: 403, body: { code: 'same_person' } });
    expect(await world.move(body.id, 'live', analyst)).toMatchObject({ status: 403, body: { code: 'same_person' } });
    expect((await world.move(body.id, 'live', await world.person(['admin']))).status).toBe(200);
    expect(await rewrite(other, { score: 90 })).toMatchObject({ status: 409, body: { code: 'rule_not_actionable' } });
  });

  it.each<[string, object]>([
    ['no fact', {}],
    ['two facts', { listed: 'payee', amount: { atLeast: { INR: 1 } } }],
    ['an unknown fact', { mood: 'bad' }],
    ['a fraction', { amount: { atLeast: { INR: 1.5 } } }],
    ['no currency', { amount: { atLeast: {} } }],
    ['a window that is too long', { count: { withinSeconds: 604_801, atLeast: 5 } }],
    ['more than is counted', { count: { withinSeconds: 60, atLeast: 101 } }],
    ['an hour that is none', { night: { from: '24:00', to: '05:00', utcOffsetMinutes: 0 } }],
    ['nothing in all', { all: [] }],
    ['too many parts', { any: [1, 2, 3].map(() => ({ all: Array.from({ length: 20 }, () => NEVER) })) }],
    ['too many levels', { not: { not: { not: { not: { not: { not: { not: NEVER } } } } } } }],
    ['a field beside it', { not: { listed: 'payee', surprise: 1 } }],
  ])('take no condition of %s, and say where', async (_what, condition) => {
    expect(await world.draft(condition)).toMatchObject({ status: 400, body: { code: 'rule_condition_invalid' } });
  });

  it('have a history that PostgreSQL writes, and go live by two people whatever the application says', async () => {
    const { prisma } = world.postgres;
    const { body } = await world.draft(NEVER);
    const { analyst } = await world.staff();
    await expect(prisma.riskRuleChange.deleteMany()).rejects.toThrow('permission denied');
    await expect(world.owner.query('delete from risk_rule_change')).rejects.toThrow('is kept');
    await expect(prisma.riskRule.deleteMany()).rejects.toThrow('is kept');
    const where = { id: body.id };
    const live = { status: 'live', version: 2, changedBy: analyst.id };
    await expect(prisma.riskRule.update({ where, data: live })).rejects.toThrow('somebody else');
    await world.move(body.id, 'live');
    await expect(prisma.riskRule.update({ where, data: { score: 1, version: 3 } })).rejects.toThrow('only a draft');
  });

  it('of two who let two versions decide at the same time, leave one that does', async () => {
    const name = 'two_at_once';
    const versions: string[] = [];
    for (let number = 1; number <= 2; number += 1) {
      const { body } = await world.draft(NEVER, { name });
      await world.move(body.id, 'shadow');
      versions.push(body.id);
    }
    const [one = '', other = ''] = versions;
    // The second went into the shadow and retired the first there.
    expect(
      (await Promise.all([world.move(one, 'live'), world.move(other, 'live')])).map(({ status }) => status),
    ).toEqual([409, 200]);
    const rows = await world.postgres.prisma.riskRule.findMany({ where: { name, status: 'live' } });
    expect(rows).toHaveLength(1);
  });
});
