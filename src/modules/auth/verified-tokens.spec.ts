import { Clock } from '../../shared/clock.ts';
import { type VerifiedToken, VerifiedTokens } from './verified-tokens.ts';

class HeldClock extends Clock {
  atMs = 1_000;

  override now(): Date {
    return new Date(this.atMs);
  }
}

function verified(userId: string, expiresAtMs = 2_000): VerifiedToken {
  return { userId, sessionId: 's', epoch: 0, expiresAtMs };
}

describe('verified tokens', () => {
  it('are remembered by their exact text', () => {
    const tokens = new VerifiedTokens(new HeldClock(), 10);
    tokens.remember('one', verified('alice'));
    expect(tokens.get('one')?.userId).toBe('alice');
    expect(tokens.get('One')).toBeUndefined();
    expect(tokens.get('')).toBeUndefined();
  });

  it('are forgotten at the moment they expire', () => {
    const clock = new HeldClock();
    const tokens = new VerifiedTokens(clock, 10);
    tokens.remember('one', verified('alice', 2_000));
    clock.atMs = 1_999;
    expect(tokens.get('one')).toBeDefined();
    clock.atMs = 2_000;
    expect(tokens.get('one')).toBeUndefined();
    expect(tokens.size).toBe(0);
  });

  it('are no more than the capacity, and the least recently used goes first', () => {
    const tokens = new VerifiedTokens(new HeldClock(), 2);
    tokens.remember('one', verified('alice'));
    tokens.remember('two', verified('bob'));
    tokens.get('one');
    tokens.remember('three', verified('carol'));
    expect(tokens.size).toBe(2);
    expect(tokens.get('two')).toBeUndefined();
    expect(tokens.get('one')).toBeDefined();
    expect(tokens.get('three')).toBeDefined();
  });

  it('do not push each other out when one is remembered twice', () => {
    const tokens = new VerifiedTokens(new HeldClock(), 2);
    tokens.remember('one', verified('alice'));
    tokens.remember('two', verified('bob'));
    tokens.remember('two', verified('bob'));
    expect(tokens.get('one')).toBeDefined();
  });
});
