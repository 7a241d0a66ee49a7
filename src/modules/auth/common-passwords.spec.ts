import { isCommonPassword } from './common-passwords.ts';

describe('a common password', () => {
  it.each([
    ['one of the list', 'qwertyuiop'],
    ['in capitals', 'QwertyUIOP'],
    ['of digits', '1234567890'],
    ['with lookalikes', 'P@ssw0rd!!'],
    ['with a year and a sign', 'Password-2026!'],
    ['with digits before', '123welcome!'],
  ])('is %s', (_what, password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  it.each([
    ['Trivet-demo-1'],
    ['correct horse battery staple'],
    ['83742-love-99210417'],
    ['пароль из слов'],
    ['________________'],
    ['x'.repeat(128)],
  ])('is not %s', (password) => {
    expect(isCommonPassword(password)).toBe(false);
  });
});
