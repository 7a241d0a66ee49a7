import { assertQuoteTransitions, demandUsable, statusAt } from './quote.ts';

const EXPIRES_AT = new Date('2026-11-21T09:00:30.000Z');
const before = new Date('2026-11-21T09:00:29.999Z');
const open = { expiresAt: EXPIRES_AT, usedAt: null };
const used = { expiresAt: EXPIRES_AT, usedAt: before };

describe('a quote', () => {
  it('has a sound table of states', () => {
    expect(assertQuoteTransitions).not.toThrow();
  });

  it('is open to the last millisecond and expired from its exact time on', () => {
    expect([statusAt(open, before), statusAt(open, EXPIRES_AT)]).toEqual(['open', 'expired']);
    expect(() => demandUsable(open, before)).not.toThrow();
    expect(() => demandUsable(open, EXPIRES_AT)).toThrow('quote_expired');
  });

  it('that was used stays used', () => {
    expect([statusAt(used, before), statusAt(used, EXPIRES_AT)]).toEqual(['used', 'used']);
    expect(() => demandUsable(used, before)).toThrow('quote_used');
    expect(() => demandUsable(used, EXPIRES_AT)).toThrow('quote_used');
  });
});
