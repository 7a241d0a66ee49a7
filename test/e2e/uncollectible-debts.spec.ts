import { type Debt, DebtWorld } from '../support/debt-world.ts';

const [MINUTE_MS, HOUR_MS, DAY_MS] = [60_000, 3_600_000, 86_400_000];

describe('what is owed for a dispute', () => {
  let world: DebtWorld;
  let debt: Debt;

  beforeAll(async () => {
    world = await DebtWorld.open();
  });
  afterEach(() => world.expectDebtsSound());
  afterAll(() => world.close());

  describe('by somebody who has left', () => {
    /** Somebody who spent it and closed their account before they objected. */
    async function left(): Promise<Debt> {
      world.clock.advance(1_000);
      const topUp = await world.topUp('sandbox_dispute');
      const { id } = (await world.pay(topUp, 500)).body;
      await world.spend(topUp, 500);
      expect((await world.call('DELETE', '/me', topUp.payer)).status).toBe(204);
      await world.hear();
      return { ...topUp, dispute: await world.disputeOf(id) };
    }

    it('is shown to operators, once: it is not tried again, and is written off', async () => {
      debt = await left();
      expect(await world.owed(debt)).toEqual([500, 0]);
      expect([await world.listed('collected'), await world.listed('to_write_off')]).toEqual([
        expect.arrayContaining([debt.dispute]),
        expect.not.arrayContaining([debt.dispute]),
      ]);
      await world.run('collect-owed');
      expect([await world.listed('collected'), await world.listed('to_write_off')]).toEqual([
        expect.not.arrayContaining([debt.dispute]),
        expect.arrayContaining([debt.dispute]),
      ]);
      const { version } = await world.disputeAs(debt);
      for (let day = 0; day < 3; day += 1) {
        world.clock.advance(DAY_MS);
        await world.run('collect-owed');
      }
      expect(await world.disputeAs(debt)).toMatchObject({ version, collectAt: null, owed: 500 });
      expect((await world.announced(debt.dispute)).at(-1)).toBe('dispute.uncollectible');
      await world.decided(debt.dispute, 'losing_evidence');
      await world.run('collect-owed');
      expect(await world.listed('to_write_off')).toContain(debt.dispute);
      await world.decide('approve', await world.asked(debt, 500));
      expect(await world.listed('to_write_off')).not.toContain(debt.dispute);
    });

    it('is collected when money comes back to the wallet after all', async () => {
      world.clock.advance(1_000);
      const topUp = await world.topUp('sandbox_dispute');
      const paid = await world.pay(topUp, 500);
      const good = { ...topUp, methodId: await world.method(topUp.payer, 'sandbox_refund_late_failure') };
      const other = (await world.pay(good, 400)).body.id;
      expect((await world.refund(topUp.payer, other)).status).toBe(201);
      await world.spend(topUp, 500);
      expect((await world.call('DELETE', '/me', topUp.payer)).status).toBe(204);
      await world.hear();
      await world.run('collect-owed');
      debt = { ...topUp, dispute: await world.disputeOf(paid.body.id) };
      expect((await world.disputeAs(debt)).collectAt).toBeNull();
      await world.hear(MINUTE_MS);
      await world.run('collect-owed');
      expect(await world.owed(debt)).toEqual([100, 0]);
    });
  });

  it('is tried hourly for a day, then daily, and hourly again when a part was paid', async () => {
    const tries = async (): Promise<number> => {
      const { collectAt } = await world.disputeAs(debt);
      return (Date.parse(collectAt ?? '') - world.clock.now().getTime()) / HOUR_MS;
    };
    debt = await world.lostDebt();
    await world.run('collect-owed');
    expect(await tries()).toBe(1);
    for (let hour = 0; hour < 23; hour += 1) {
      world.clock.advance(HOUR_MS);
      await world.run('collect-owed');
    }
    expect(await tries()).toBe(24);
    world.clock.advance(DAY_MS);
    await world.payIn(debt, 100);
    await world.run('collect-owed');
    world.clock.advance(DAY_MS);
    await world.run('collect-owed');
    expect([await world.owed(debt), await tries()]).toEqual([[400, 0], 1]);
  });
});
