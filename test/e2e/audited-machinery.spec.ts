import { randomUUID } from 'node:crypto';
import { RelayAudit, VerifyAudit } from '../../src/modules/audit/index.ts';
import { OutboxRelay } from '../../src/platform/events/index.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { AuditWorld, type LoggedEvent } from '../support/audit-world.ts';
import { Stage } from '../support/stage.ts';
import type { Body, Person } from '../support/world.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

describe('what the machinery does', () => {
  let world: AuditWorld;
  let stage: Stage;

  beforeAll(async () => {
    world = await AuditWorld.open();
    stage = new Stage(world);
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  const run = async (job: string): Promise<void> => {
    expect(await world.app.get(Jobs).runNow(job)).toMatchObject({ status: 'succeeded', error: null });
  };
  const loggedOn = async (subjectId: string, action: string): Promise<LoggedEvent[]> =>
    (await world.logged(`subjectId=${encodeURIComponent(subjectId)}`)).filter((event) => event.action === action);
  // Tokens end as well when the clock is moved by days.
  const again = ({ id }: Person): Person => ({ id, token: world.tokenOf(id) });

  it('is logged of a hold that expires, by the job', async () => {
    const payer = await stage.payer();
    const holdId = await stage.hold(payer, (await stage.payer()).walletId);
    world.clock.advance(HOUR_MS + 1);
    await run('expire-holds');
    await run('expire-holds');
    expect(await loggedOn(holdId, 'hold.expired')).toMatchObject([
      {
        ...{ service: 'holds', actor: 'ledger:expiry', userId: null, transactionId: holdId },
        after: { debit: payer.walletId, amount: '500' },
      },
    ]);
  });

  it('is logged of a hold that a posting to its account finds expired, once, also when two come at once', async () => {
    const [payer, other] = [await stage.payer(), await stage.payer()];
    const holdId = await stage.hold(payer, other.walletId);
    world.clock.advance(HOUR_MS + 1);
    await Promise.all([stage.transfer(payer, other.walletId), stage.transfer(payer, other.walletId)]);
    await run('expire-holds');
    expect(await loggedOn(holdId, 'hold.expired')).toHaveLength(1);
  });

  it('is not logged of a hold by a dry run, which changes nothing', async () => {
    const [payer, other] = [await stage.payer(), await stage.payer()];
    const holdId = await stage.hold(payer, other.walletId);
    world.clock.advance(HOUR_MS + 1);
    const body = { fromWalletId: payer.walletId, toWalletId: other.walletId, amount: 500, currency: 'INR' };
    const dry = await world.call('POST', '/transfers?dryRun=true', payer, { body, key: randomUUID() });
    expect(dry.status).toBe(200);
    expect(await loggedOn(holdId, 'hold.expired')).toEqual([]);
  });

  it('is logged of an order that expires, with its hold', async () => {
    const { orderId, buyer } = await stage.treat();
    world.clock.advance(30 * DAY_MS);
    await run('expire-orders');
    const [event, ...more] = await loggedOn(orderId, 'order.expired');
    expect(more).toEqual([]);
    expect(event).toMatchObject({ actor: 'job:expire-orders', userId: null, after: { buyerId: buyer.id } });
    const holdId = String(event?.['transactionId']);
    expect((await world.logged(`transactionId=${holdId}`)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['order.paid', 'order.expired', 'hold.expired']),
    );
  });

  it('is logged of a scheduled transfer that is made, with the transfer', async () => {
    const [payer, other] = [await stage.payer(), await stage.payer()];
    const scheduledFor = new Date(world.clock.now().getTime() + HOUR_MS).toISOString();
    const wish = { fromWalletId: payer.walletId, toWalletId: other.walletId, amount: 500, currency: 'INR' };
    const { body } = await world.post('/transfers/scheduled', payer, { ...wish, scheduledFor });
    world.clock.advance(HOUR_MS);
    await run('execute-scheduled-transfers');
    const [made, ...more] = (await world.logged(`subjectId=${String(body['id'])}`)).filter(
      ({ actor }) => actor === 'job:execute-scheduled-transfers',
    );
    expect(more).toEqual([]);
    expect(made).toMatchObject({ service: 'scheduled-transfers', userId: null, after: { status: 'posted' } });
    const { body: now } = await world.call('GET', `/transfers/scheduled/${String(body['id'])}`, payer);
    expect(made?.['transactionId']).toBe(now['transferId']);
    expect(await kindOf(String(now['transferId']))).toBe('transfer');
  });

  it('is logged of a payment whose outcome an inquiry found, and of a dispute that the provider told of', async () => {
    const payer = await stage.payer();
    const [unknown, disputed] = [
      await stage.payment(payer, 'sandbox_timeout'),
      await stage.payment(payer, 'sandbox_dispute'),
    ];
    world.clock.advance(10 * 60_000);
    await run('resolve-payments');
    expect(await loggedOn(unknown, 'payment.succeeded')).toMatchObject([
      { actor: 'job:resolve-payments', userId: null, transactionId: unknown, after: { cause: 'inquiry' } },
    ]);
    await stage.hear();
    const told = (await world.logged(`transactionId=${disputed}`)).filter(({ action }) =>
      action.startsWith('dispute.'),
    );
    expect(told.map(({ actor, userId }) => [actor, userId])).toEqual([['job:resolve-provider-subjects', null]]);
  });

  it('is logged of a monitor that fires', async () => {
    const payer = await stage.payer();
    const wanted = { metric: 'balance', direction: 'below', threshold: 99_900 };
    const { body } = await world.call('POST', `/wallets/${payer.walletId}/monitors`, payer, { body: wanted });
    await stage.transfer(payer, (await stage.payer()).walletId);
    await run('evaluate-balance-monitors');
    expect(await loggedOn(String(body['id']), 'balance.monitor_fired')).toMatchObject([
      { service: 'monitors', actor: 'job:evaluate-balance-monitors', after: { accountId: payer.walletId } },
    ]);
  });

  it('is logged of a removed card that its provider has let go of', async () => {
    const payer = await stage.payer();
    const methodId = await stage.card(payer);
    await world.call('DELETE', `/payment-methods/${methodId}`, payer);
    await world.app.get(OutboxRelay).drain();
    expect(await loggedOn(methodId, 'payment_method.released')).toMatchObject([
      { service: 'payment-methods', actor: 'event:release-method', userId: null },
    ]);
  });

  it('is logged of somebody whose closed account is forgotten by itself', async () => {
    const { person } = await stage.account();
    expect((await world.call('DELETE', '/me', person)).status).toBe(204);
    world.clock.advance(91 * DAY_MS);
    await run('erasures');
    const logged = (await world.logged(`subjectId=${person.id}`)).filter(({ actor }) => actor === 'job:erasures');
    expect(logged.map(({ action, after }) => [action, (after as Body)['cause']])).toEqual([
      ['person.forgotten', 'retention'],
      ['erasure.requested', 'retention'],
    ]);
  });

  it('is logged of what a provider says happened to our balance, and of its payouts, with what was posted', async () => {
    const payer = await stage.payer();
    const paymentId = await stage.payment(payer);
    const operator = again(await stage.admin());
    const payout = { amount: 100, currency: 'INR', outcome: 'paid' };
    expect((await world.call('POST', '/sandbox/payouts', operator, { body: payout })).status).toBe(202);
    await run('read-provider-balance');
    await run('resolve-provider-subjects');
    const changes = (await world.logged('service=payments')).filter(
      ({ action }) => action === 'provider_balance.changed',
    );
    const charged = changes.find(({ after }) => (after as Body)['paymentId'] === paymentId);
    expect(charged).toMatchObject({ actor: 'job:read-provider-balance', after: { type: 'charge' } });
    expect(await kindOf(String(charged?.['transactionId']))).toBe('provider-fee');
    const [left] = (await world.logged('service=payments')).filter(({ action }) => action === 'payout.in_transit');
    expect(left).toMatchObject({ actor: 'job:resolve-provider-subjects', userId: null });
    expect(await kindOf(String(left?.['transactionId']))).toBe('payout');
  });

  it('is in a log that is as it was written', async () => {
    await world.app.get(RelayAudit).drain();
    const { findings, events } = await world.app.get(VerifyAudit).execute();
    expect(findings).toEqual([]);
    expect(events).toBeGreaterThan(20n);
  });

  const kindOf = async (transferId: string): Promise<string | undefined> =>
    (await world.asOwner<{ kind: string }>('select kind from ledger_transfer where id = $1', [transferId]))[0]?.kind;
});
