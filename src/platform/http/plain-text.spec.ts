import { isPlainText } from './plain-text.ts';

const bounds = { min: 1, max: 5 };

describe('plain text', () => {
  it.each(['a', 'abcde', 'Łó ść', '😀😀', ' a '])('accepts %j', (value) => {
    expect(isPlainText(value, bounds)).toBe(true);
  });

  it.each(['', 'abcdef', '😀😀😀', ' ', 'a\u0000', 'a\nb', '\u007f', '\u0085', '\ud800', 'a\udc00'])(
    'refuses %j',
    (value) => {
      expect(isPlainText(value, bounds)).toBe(false);
    },
  );

  it.each([undefined, null, 1, true, [], ['a'], {}, { length: 2 }])('refuses %j, which is no text', (value) => {
    expect(isPlainText(value, bounds)).toBe(false);
  });

  it('lets text be empty when its minimum is zero', () => {
    expect(isPlainText('', { min: 0, max: 5 })).toBe(true);
  });
});
