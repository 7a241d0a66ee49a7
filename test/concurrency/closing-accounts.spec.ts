import { askedMeanwhile } from '../support/asked-meanwhile.ts';
import { inWorld } from '../support/in-world.ts';
import { PaymentWorld } from '../support/payment-world.ts';
import type { Person } from '../support/world.ts';

/** More than there are connections. */
const REQUESTS = 24;

let world: PaymentWorld;
inWorld(
  () => PaymentWorld.open({ DATABASE_POOL_SIZE: '4' }),
  (opened) => {
    world = opened;
    return Promise.resolve();
  },
);

const close = async (person: Person): Promise<number> => (await world.call('DELETE', '/me', person, {})).status;

// Each holds a connection while it waits for the others: none of them may need one more.
describe('an account that is closed by many requests at once', () => {
  const together = (work: () => Promise<number>): Promise<number[]> =>
    Promise.all(Array.from({ length: REQUESTS }, work));

  it('is refused to each while its wallet has money, and others are served meanwhile', async () => {
    const [alice, bob] = [await world.person(), await world.person()];
    await world.wallet(alice, 100);
    await world.wallet(bob, 100);
    const closed = together(() => close(alice));
    const read = together(async () => (await world.call('GET', '/wallets', bob)).status);
    expect(new Set(await closed)).toEqual(new Set([422]));
    expect(new Set(await read)).toEqual(new Set([200]));
  });
});

describe('an account that is being closed', () => {
  const meanwhile = <T>(person: Person, ask: () => Promise<T>): Promise<T> =>
    askedMeanwhile(world, person, "status = 'deleted', deleted_at = now()", ask);

  it('begins no payment: what came of it would be nobody’s', async () => {
    const topUp = await world.topUp();
    const answer = await meanwhile(topUp.payer, () => world.pay(topUp, 900));
    expect(answer).toMatchObject({ status: 422, body: { code: 'wallet_closed' } });
  });

  it('gets no wallet, and none of its own opened again', async () => {
    const person = await world.person();
    const body = { currency: 'INR' };
    const answer = await meanwhile(person, () => world.call('POST', '/wallets', person, { body }));
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});
