import { askedMeanwhile } from '../support/asked-meanwhile.ts';
import { inWorld } from '../support/in-world.ts';
import { World } from '../support/world.ts';

describe('an authenticator', () => {
  let world: World;
  inWorld(
    () => World.open(),
    (opened) => {
      world = opened;
      return Promise.resolve();
    },
  );

  // Without the lock, another secret could take the place of the one whose code is being confirmed.
  it('is begun by one request at a time, and by none whose session has ended meanwhile', async () => {
    const person = await world.provedPerson();
    const change = 'session_epoch = session_epoch + 1';
    const answer = await askedMeanwhile(world, person, change, () => world.call('POST', '/auth/mfa/totp', person));
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_token' } });
  });
});
