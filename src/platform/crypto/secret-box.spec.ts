import { randomBytes } from 'node:crypto';
import type { Config } from '../config/index.ts';
import { SecretBox } from './secret-box.ts';

const boxWith = (encryptionKey: Buffer): SecretBox =>
  new SecretBox({ secrets: { signing: '', encryptionKey } } as Config);
const box = boxWith(randomBytes(32));
const place = { table: 'device', column: 'push_token', rowId: '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' };

describe('the secret box', () => {
  it('opens what it sealed', () => {
    expect(box.open(box.seal('höchst geheim', place), place)).toBe('höchst geheim');
  });

  it('seals the same text differently each time, and names its key', () => {
    const sealed = box.seal('secret', place);
    expect(sealed).toMatch(/^v1\.[A-Za-z0-9_-]+$/);
    expect(box.seal('secret', place)).not.toBe(sealed);
  });

  it.each([{ table: 'other' }, { column: 'other' }, { rowId: 'other' }])(
    'does not open a value moved to %o',
    (moved) => {
      expect(() => box.open(box.seal('secret', place), { ...place, ...moved })).toThrow();
    },
  );

  it('does not open a value that was changed', () => {
    const sealed = box.seal('secret', place);
    const flipped = sealed.endsWith('A') ? `${sealed.slice(0, -2)}BB` : `${sealed.slice(0, -2)}AA`;
    expect(() => box.open(flipped, place)).toThrow();
  });

  it.each(['', 'v1', 'v1.', 'v1.AAAA', 'v2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'plain'])(
    'does not open %p',
    (sealed) => {
      expect(() => box.open(sealed, place)).toThrow();
    },
  );

  it('does not open what another key sealed', () => {
    expect(() => boxWith(randomBytes(32)).open(box.seal('secret', place), place)).toThrow();
  });
});
