import { formatRefreshToken, hashesOf, judge, newRefreshToken, parseRefreshToken, rotated } from './refresh-token.ts';

const SESSION_ID = '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f';

describe('refresh token', () => {
  it('survives the way to the client and back', () => {
    const token = newRefreshToken(SESSION_ID);
    expect(parseRefreshToken(formatRefreshToken(token))).toEqual(token);
  });

  it('is current until it is rotated, and used ever after', () => {
    const first = newRefreshToken(SESSION_ID);
    const second = rotated(first);
    const third = rotated(second);
    expect(judge(hashesOf(first), hashesOf(first))).toBe('current');
    expect(judge(hashesOf(first), hashesOf(second))).toBe('used');
    expect(judge(hashesOf(first), hashesOf(third))).toBe('used');
    expect(judge(hashesOf(third), hashesOf(third))).toBe('current');
  });

  it('is foreign when all it knows is the id of the session', () => {
    expect(judge(hashesOf(newRefreshToken(SESSION_ID)), hashesOf(newRefreshToken(SESSION_ID)))).toBe('foreign');
  });

  it('leaves nothing of itself in what is stored', () => {
    const token = newRefreshToken(SESSION_ID);
    const stored = JSON.stringify(hashesOf(token));
    expect(stored).not.toContain(token.family);
    expect(stored).not.toContain(token.secret);
  });

  it.each([
    '',
    '.',
    SESSION_ID,
    `${SESSION_ID}.`,
    `${SESSION_ID}.short`,
    `${SESSION_ID}.${'a'.repeat(66)}`,
    `x.${'a'.repeat(65)}`,
  ])('refuses the form of %j', (text) => {
    expect(parseRefreshToken(text)).toBeUndefined();
  });
});
