import { randomUUID } from 'node:crypto';
import { GrantRoles } from '../../src/modules/access/index.ts';
import { type Debt, DebtWorld } from '../support/debt-world.ts';
import type { Body, Person } from '../support/world.ts';

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];

describe('write-offs', () => {
  let world: DebtWorld;
  let maker: Person;
  let checker: Person;
  let debt: Debt;

  beforeAll(async () => {
    world = await DebtWorld.open();
    ({ maker, checker } = await world.staff());
  });
  beforeEach(async () => {
    debt = await world.lostDebt();
  });
  afterEach(() => world.expectDebtsSound());
  afterAll(() => world.close());

  const ask = (amount: number, by?: Person, key?: string) => world.ask(debt, amount, by, key);
  const asked = (amount: number) => world.asked(debt, amount);
  const decide = (what: 'approve' | 'reject' | 'cancel', id: string, by?: Person) => world.decide(what, id, by);
  const read = (id: string) => world.writeOff(id);
  const owed = () => world.owed(debt);

  it('give up nothing when they are asked for, and a part of the debt when somebody else approves', async () => {
    const before = await world.held('write-off');
    const { status, body } = await ask(200);
    expect(status).toBe(201);
    const asks = { disputeId: debt.dispute, status: 'pending', amount: 200, currency: 'INR', makerId: maker.id };
    expect(body).toMatchObject({ ...asks, checkerId: null, transferId: null, version: 1, reason: 'Nobody pays it' });
    expect([await owed(), await world.held('write-off')]).toEqual([[500, 0], before]);
    const id = String(body['id']);
    const approved = await decide('approve', id);
    expect(approved).toMatchObject({ status: 200, body: { status: 'approved', checkerId: checker.id, version: 2 } });
    expect(await read(id)).toEqual(approved.body);
    expect([await owed(), await world.held('write-off')]).toEqual([[300, 200], before + 200]);
    expect(await world.announced(id)).toEqual(['write_off.requested', 'write_off.approved']);
    expect((await world.announced(debt.dispute)).at(-1)).toBe('dispute.written_off');
    await decide('approve', await asked(300));
    expect([await owed(), (await world.disputeAs(debt)).collectAt]).toEqual([[0, 500], null]);
  });

  it('leave the rest to be collected, and nothing is collected of what was given up', async () => {
    await decide('approve', await asked(300));
    await world.payIn(debt, 1_000);
    world.clock.advance(HOUR_MS);
    await world.run('collect-owed');
    expect([await owed(), await world.balance(debt)]).toEqual([[0, 300], 800]);
    world.clock.advance(DAY_MS);
    await world.run('collect-owed');
    expect(await world.balance(debt)).toBe(800);
  });

  it('are of what is owed and no more, when they are asked for and when they are approved', async () => {
    expect(await ask(501)).toMatchObject({ status: 422, body: { code: 'write_off_exceeds_debt' } });
    const [first, second] = [await asked(500), await asked(1)];
    expect((await decide('approve', first)).status).toBe(200);
    const late = await decide('approve', second);
    expect(late).toMatchObject({ status: 422, body: { code: 'write_off_exceeds_debt' } });
    expect(await read(second)).toMatchObject({ status: 'pending', checkerId: null, version: 1 });
    expect((await decide('reject', second)).body).toMatchObject({ status: 'rejected', transferId: null });
    expect(await owed()).toEqual([0, 500]);
  });

  it('need two people, neither of whom owes it', async () => {
    const id = await asked(100);
    expect(await decide('approve', id, maker)).toMatchObject({ status: 403, body: { code: 'same_person' } });
    expect(await decide('reject', id, maker)).toMatchObject({ status: 403, body: { code: 'same_person' } });
    expect(await decide('cancel', id, checker)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    await world.app.get(GrantRoles).execute({ userId: debt.payer.id, roles: () => ['admin'] });
    expect(await decide('approve', id, debt.payer)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await ask(100, debt.payer)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const [support, auditor] = [await world.person(['support']), await world.person(['auditor'])];
    for (const person of [support, auditor, await world.person()]) {
      expect((await ask(100, person)).status).toBe(403);
      expect((await decide('approve', id, person)).status).toBe(403);
    }
    expect((await decide('cancel', id, maker)).body).toMatchObject({ status: 'cancelled', checkerId: null });
    expect(await decide('approve', id)).toMatchObject({ status: 409, body: { code: 'write_off_not_actionable' } });
    expect(await owed()).toEqual([500, 0]);
  });

  it('are kept to two people by PostgreSQL too', async () => {
    const id = await asked(100);
    const decided = { status: 'approved', decidedAt: world.clock.now() };
    const write = world.postgres.prisma.paymentWriteOff.update({
      where: { id },
      data: { ...decided, checkerId: maker.id },
    });
    await expect(write).rejects.toThrow('payment_write_off');
    await expect(
      world.postgres.prisma.paymentDispute.update({ where: { id: debt.dispute }, data: { writtenOff: 1n } }),
    ).rejects.toThrow('payment_dispute');
  });

  it('are asked for and decided once under a key, also by many at once', async () => {
    const key = randomUUID();
    const first = await ask(100, maker, key);
    expect((await ask(100, maker, key)).body).toEqual(first.body);
    expect(await ask(101, maker, key)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    const id = String(first.body['id']);
    const others = await Promise.all([1, 2, 3].map(() => world.person(['finance_approver'])));
    const answers = await Promise.all(others.map((person) => decide('approve', id, person)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await owed()).toEqual([400, 100]);
  });

  it('and a collection at the same time never take more than is owed', async () => {
    const id = await asked(500);
    await world.payIn(debt, 200);
    world.clock.advance(HOUR_MS);
    const [decision] = await Promise.all([decide('approve', id), world.run('collect-owed')]);
    const wasFirst = decision.status === 200;
    expect(await owed()).toEqual(wasFirst ? [0, 500] : [300, 0]);
    expect(await world.balance(debt)).toBe(wasFirst ? 200 : 0);
  });

  it('go back when the dispute is won after all, and the wallet gets what it had paid', async () => {
    debt = await world.owing();
    await world.wallet(debt.payer, 0);
    await world.payIn(debt, 120);
    world.clock.advance(HOUR_MS);
    await world.run('collect-owed');
    const before = await world.held('write-off');
    await decide('approve', await asked(300));
    expect(await owed()).toEqual([80, 300]);
    await world.decided(debt.dispute, 'winning_evidence');
    expect([await owed(), await world.balance(debt), await world.held('write-off')]).toEqual([[0, 0], 120, before]);
  });

  it('are found by status and dispute, newest first, and not by others', async () => {
    const ids: string[] = [];
    for (const amount of [1, 2, 3]) {
      world.clock.advance(1);
      ids.push(await asked(amount));
    }
    await decide('reject', ids[0] ?? '');
    const path = `/admin/write-offs?disputeId=${debt.dispute}`;
    const page = await world.call<{ data: Body[]; nextCursor: string }>('GET', `${path}&limit=2`, maker);
    expect(page.body.data.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const rest = await world.call<{ data: Body[] }>('GET', `${path}&limit=2&cursor=${page.body.nextCursor}`, maker);
    expect(rest.body.data.map(({ id }) => id)).toEqual([ids[0]]);
    const rejected = await world.call<{ data: Body[] }>('GET', `${path}&status=rejected`, maker);
    expect(rejected.body.data.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await world.call('GET', path, debt.payer)).status).toBe(403);
    for (const id of [randomUUID(), 'x']) {
      expect((await world.call('GET', `/admin/write-offs/${id}`, maker)).status).toBe(404);
      expect((await decide('approve', id)).status).toBe(404);
      const wish = { amount: 1, reason: 'Nothing' };
      expect((await world.post(`/admin/disputes/${id}/write-offs`, maker, wish)).status).toBe(404);
    }
  });
});
