import { randomBytes } from 'node:crypto';
import { MasterKeyMissing } from './key-provider.ts';
import { LocalKeys } from './local-keys.provider.ts';

const [first, second] = [randomBytes(32), randomBytes(32)];

describe('master keys of our own', () => {
  it('unwrap what they wrapped, and tell it by the name of the key', async () => {
    const keys = new LocalKeys([first]);
    const made = await keys.newKey('seal');
    expect(await keys.unwrap(made, 'seal')).toEqual(made.key);
    expect(made.wrappedBy).toMatch(/^local:[0-9a-f]{16}$/);
    expect(Buffer.from(made.wrapped).includes(made.key)).toBe(false);
  });

  it('wrap with the first, and unwrap also what an older one wrapped', async () => {
    const old = await new LocalKeys([first]).newKey('seal');
    const both = new LocalKeys([second, first]);
    expect(await both.unwrap(old, 'seal')).toEqual(old.key);
    expect((await both.newKey('seal')).wrappedBy).not.toBe(old.wrappedBy);
  });

  it('take over what an older one wrapped: it is the same key, and the older one is not needed any more', async () => {
    const old = await new LocalKeys([first]).newKey('seal');
    const both = new LocalKeys([second, first]);
    const anew = await both.wrap(await both.unwrap(old, 'seal'), 'seal');
    expect([anew.wrappedBy, both.knows(old.wrappedBy)]).toEqual([await both.master(), true]);
    const alone = new LocalKeys([second]);
    expect(await alone.unwrap(anew, 'seal')).toEqual(old.key);
    expect([alone.knows(anew.wrappedBy), alone.knows(old.wrappedBy)]).toEqual([true, false]);
    await expect(alone.unwrap(anew, 'index')).rejects.toThrow(MasterKeyMissing);
  });

  it('do not unwrap what another key wrapped, what was changed, or what was for another purpose', async () => {
    const keys = new LocalKeys([first]);
    const made = await keys.newKey('seal');
    const changed = Buffer.from(made.wrapped);
    changed[20] = (changed[20] ?? 0) ^ 1;
    await expect(new LocalKeys([second]).unwrap(made, 'seal')).rejects.toThrow(MasterKeyMissing);
    await expect(new LocalKeys([second]).unwrap({ ...made, wrappedBy: 'local:0' }, 'seal')).rejects.toThrow(
      MasterKeyMissing,
    );
    await expect(keys.unwrap({ ...made, wrapped: changed }, 'seal')).rejects.toThrow(MasterKeyMissing);
    await expect(keys.unwrap(made, 'index')).rejects.toThrow(MasterKeyMissing);
    await expect(new LocalKeys([]).newKey('seal')).rejects.toThrow(MasterKeyMissing);
  });
});
