import { inWorld } from '../support/in-world.ts';
import { World, type Person } from '../support/world.ts';

/** More than there are connections. */
const REQUESTS = 24;

// Each holds a connection while it waits for the others: none of them may need one more.
describe('an account that is closed by many requests at once', () => {
  let world: World;
  inWorld(
    () => World.open({ DATABASE_POOL_SIZE: '4' }),
    (opened) => {
      world = opened;
      return Promise.resolve();
    },
  );

  const close = async (person: Person): Promise<number> => (await world.call('DELETE', '/me', person, {})).status;
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
