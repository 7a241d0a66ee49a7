import { Passwords } from './passwords.ts';

describe('passwords', () => {
  const passwords = new Passwords();

  it('are hashed with argon2id at 19 MiB, two passes, one lane, and a salt of their own', async () => {
    const [one, other] = await Promise.all([passwords.hash('Trivet-demo-1'), passwords.hash('Trivet-demo-1')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(other).not.toBe(one);
  });

  it('match their own hash and no other', async () => {
    const hash = await passwords.hash('Trivet-demo-1');
    await expect(passwords.matches('Trivet-demo-1', hash)).resolves.toBe(true);
    await expect(passwords.matches('trivet-demo-1', hash)).resolves.toBe(false);
  });

  it.each(['none', '', '$argon2i$v=19$m=16,t=2,p=1$c2FsdHNhbHQ$aGFzaA'])(
    'match nothing that is no hash of ours: %s',
    async (stored) => {
      await expect(passwords.matches('Trivet-demo-1', stored)).resolves.toBe(false);
    },
  );

  it('match nothing when there is no account', async () => {
    await expect(passwords.matches('Trivet-demo-1', undefined)).resolves.toBe(false);
  });
});
