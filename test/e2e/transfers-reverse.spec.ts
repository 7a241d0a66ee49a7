import { inWorld } from '../support/in-world.ts';
import { type Person, transferWish, World } from '../support/world.ts';

describe('POST /transfers/{id}/reverse', () => {
  let world: World;
  let alice: Person;
  let bob: Person;
  let from: string;
  let to: string;
  let transferId: string;
  inWorld(
    () => World.open(),
    async (opened) => {
      world = opened;
      ({ alice, bob, from, to } = await world.pair());
      const { body } = await world.post('/transfers', alice, transferWish({ from, to }));
      transferId = String(body['id']);
    },
  );

  const reverse = (person: Person, more: Record<string, unknown> = {}, id = transferId) =>
    world.post(`/transfers/${id}/reverse`, person, { reason: 'Sent twice', ...more });

  it('lets the receiver send it back in parts, and never more than it was', async () => {
    expect(await reverse(bob, { amount: 150 })).toMatchObject({
      status: 201,
      body: {
        kind: 'reversal',
        amount: 150,
        reversesId: transferId,
        fromWalletId: to,
        toWalletId: from,
        description: 'Sent twice',
      },
    });
    expect(await reverse(bob, { amount: 251 })).toMatchObject({
      status: 422,
      body: { code: 'reversal_exceeds_transfer' },
    });
    expect(await reverse(bob)).toMatchObject({ status: 201, body: { amount: 250 } });
    expect(await reverse(bob)).toMatchObject({ status: 422, body: { code: 'reversal_exceeds_transfer' } });
    expect(await world.walletBalances(alice, from)).toMatchObject({ balance: 1_000 });
  });

  it('refuses the sender, hides it from strangers, and lets an administrator', async () => {
    expect(await reverse(alice)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await reverse(await world.person())).toMatchObject({ status: 404 });
    expect(await reverse(await world.person(['admin']))).toMatchObject({ status: 201 });
  });

  it('refuses to reverse a reversal, a top-up, and what the receiver has spent', async () => {
    const reversal = await reverse(bob, { amount: 100 });
    expect(await reverse(alice, {}, String(reversal.body['id']))).toMatchObject({
      status: 422,
      body: { code: 'transfer_is_reversal' },
    });
    const [topUp] = (
      await world.call<{ data: { id: string; kind: string }[] }>('GET', '/transfers', alice)
    ).body.data.filter(({ kind }) => kind === 'card-top-up');
    expect(await reverse(alice, {}, topUp?.id)).toMatchObject({ status: 403 });
    await world.post('/transfers', bob, { fromWalletId: to, toWalletId: from, amount: 300, currency: 'INR' });
    expect(await reverse(bob)).toMatchObject({ status: 422, body: { code: 'insufficient_funds' } });
  });
});
