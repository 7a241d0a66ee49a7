import { OutboxRelay } from '../../src/platform/events/index.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import type { PaymentWorld } from '../support/payment-world.ts';
import { StripeWorld } from '../support/stripe-world.ts';
import type { Person } from '../support/world.ts';

describe('a person who is forgotten', () => {
  let rig: StripeWorld;
  let world: PaymentWorld;

  beforeAll(async () => {
    rig = await StripeWorld.open();
    ({ world } = rig);
  });
  beforeEach(() => rig.calm());
  afterAll(() => rig.close());

  /** Somebody with a card at Stripe who asked to be forgotten. */
  async function leaving(): Promise<Person & { readonly customer: string }> {
    const { payer } = await rig.topUp();
    const [customer] = [...customers()].find(([, userId]) => userId === payer.id) ?? [''];
    expect((await world.call('POST', '/me/erasure', payer)).status).toBe(202);
    return { ...payer, customer };
  }

  const customers = () => rig.stripe.books.cards.customers;

  async function run(): Promise<void> {
    await world.app.get(OutboxRelay).drain();
    const { status, error } = await world.app.get(Jobs).runNow('erasures');
    expect([status, error]).toEqual(['succeeded', null]);
  }

  const isForgotten = async ({ id }: Person): Promise<boolean> =>
    (await world.postgres.prisma.erasure.findUnique({ where: { userId: id } }))?.completedAt instanceof Date;

  async function deletions({ id }: Person): Promise<number> {
    const { rows } = await world.postgres.pool.query<{ count: number }>(
      `select count(*)::int as count from audit_event
        where content::json ->> 'action' = 'customer.deleted' and content::json ->> 'subjectId' = $1`,
      [id],
    );
    return rows[0]?.count ?? 0;
  }

  it('is deleted at Stripe too, once, with what stands in the audit log', async () => {
    const gone = await leaving();
    expect(customers().has(gone.customer)).toBe(true);
    await run();
    await run();
    expect([customers().has(gone.customer), await deletions(gone)]).toEqual([false, 1]);
    const asked = rig.stripe.requests.filter((request) => request === `DELETE /v1/customers/${gone.customer}`);
    expect(asked).toHaveLength(1);
  });

  it('is forgotten here though Stripe does not answer, and deleted there when it does; nobody waits for another', async () => {
    const [stuck, other] = [await leaving(), await leaving()];
    rig.fail(`/customers/${stuck.customer}`, 'server error', 2);
    for (let tries = 0; tries < 2; tries += 1) {
      await run();
      expect([await isForgotten(stuck), await isForgotten(other)]).toEqual([true, true]);
      expect([customers().has(stuck.customer), customers().has(other.customer)]).toEqual([true, false]);
      expect(await deletions(stuck)).toBe(0);
    }
    await run();
    expect([customers().has(stuck.customer), await deletions(stuck)]).toEqual([false, 1]);
  });

  it('is done with when Stripe deleted them and its answer was lost', async () => {
    const gone = await leaving();
    rig.fail(`/customers/${gone.customer}`, 'lost on the way back');
    await run();
    expect([customers().has(gone.customer), await deletions(gone)]).toEqual([false, 0]);
    await run();
    expect(await deletions(gone)).toBe(1);
    expect(await world.postgres.prisma.stripeCustomer.count({ where: { userId: gone.id } })).toBe(0);
  });

  it('stays a customer for as long as something is held', async () => {
    const [admin, gone] = [await world.person(['admin']), await leaving()];
    const body = { reason: 'Case 2026-117' };
    const hold = await world.call<{ id: string }>('POST', `/admin/users/${gone.id}/legal-holds`, admin, { body });
    expect(hold.status).toBe(201);
    await run();
    expect([await isForgotten(gone), customers().has(gone.customer)]).toEqual([false, true]);
    const released = await world.call('POST', `/admin/legal-holds/${hold.body.id}/release`, admin, { body });
    expect(released.status).toBeLessThan(300);
    await run();
    expect([await isForgotten(gone), customers().has(gone.customer)]).toEqual([true, false]);
  });
});
