import { inWorld } from '../support/in-world.ts';
import { PaymentWorld } from '../support/payment-world.ts';

const REFUSED = { status: 409, body: { code: 'obligation_open' } };

// The money would come to a wallet that nobody can reach any more.
describe('an account with something under way at a provider', () => {
  let world: PaymentWorld;
  inWorld(
    () => PaymentWorld.open(),
    (opened) => {
      world = opened;
      return Promise.resolve();
    },
  );

  it('is not closed before it is known what became of a payment', async () => {
    const topUp = await world.topUp('sandbox_timeout');
    const close = () => world.call('DELETE', '/me', topUp.payer);
    expect((await world.pay(topUp, 900)).body.status).toBe('unknown');
    expect(await close()).toMatchObject(REFUSED);
    await world.inquire();
    expect(await world.balance(topUp)).toBe(900);
    expect(await close()).toMatchObject({ status: 422, body: { code: 'wallet_not_empty' } });
  });

  it('is not closed while a payment waits to be captured, and is when it was called off', async () => {
    const topUp = await world.topUp();
    const close = () => world.call('DELETE', '/me', topUp.payer);
    const { id } = (await world.authorize(topUp, 900)).body;
    expect(await close()).toMatchObject(REFUSED);
    expect((await world.finish(topUp.payer, id, 'cancel')).status).toBe(200);
    expect((await close()).status).toBe(204);
  });

  it('is not closed before it is known what became of a refund', async () => {
    const topUp = await world.topUp('sandbox_refund_timeout');
    const close = () => world.call('DELETE', '/me', topUp.payer);
    const { id } = (await world.pay(topUp, 900)).body;
    expect((await world.refund(topUp.payer, id)).body.status).toBe('unknown');
    expect(await world.balance(topUp)).toBe(0);
    expect(await close()).toMatchObject(REFUSED);
    await world.inquireRefunds();
    expect((await close()).status).toBe(204);
  });
});
