import { generateSync } from 'otplib';
import { enrolmentUri, newTotpSecret, stepOfCode } from './totp.ts';

const NOW = new Date('2026-11-21T09:00:10.000Z');
const STEP = Math.floor(NOW.getTime() / 30_000);
// RFC 6238, appendix B: the ASCII secret 12345678901234567890, at second 59, of whose eight digits six are shown.
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

const codeAt = (secret: string, shiftSeconds: number): string =>
  generateSync({ secret, epoch: Math.floor(NOW.getTime() / 1_000) + shiftSeconds });

describe('a code of an authenticator', () => {
  it('is that of RFC 6238', () => {
    expect(stepOfCode(RFC_SECRET, '287082', new Date(59_000))).toBe(1);
  });

  it.each([
    [-60, undefined],
    [-30, STEP - 1],
    [0, STEP],
    [30, STEP + 1],
    [60, undefined],
  ])('made %d s from now is of step %p', (shiftSeconds, step) => {
    const secret = newTotpSecret();
    const code = codeAt(secret, shiftSeconds);
    expect(stepOfCode(secret, code, NOW)).toBe(step);
  });

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６'])('is not %p', (code) => {
    expect(stepOfCode(newTotpSecret(), code, NOW)).toBeUndefined();
  });

  it('comes from a secret of 160 bits that is another each time', () => {
    const [one, other] = [newTotpSecret(), newTotpSecret()];
    expect(one).toMatch(/^[A-Z2-7]{32}$/);
    expect(one).not.toBe(other);
    expect(enrolmentUri(one, 'ada@test.example')).toMatch(/^otpauth:\/\/totp\/Trivet(:|%3A)ada(@|%40)test\.example\?/);
  });
});
