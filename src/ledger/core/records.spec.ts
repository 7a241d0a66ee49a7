import { holdStatusAt } from './records.ts';

describe('the status of a hold', () => {
  const expiresAt = new Date('2026-11-20T13:00:00.000Z');
  const before = new Date(expiresAt.getTime() - 1);

  it('is expired from its exact time on', () => {
    expect(holdStatusAt({ status: 'pending', expiresAt }, before)).toBe('pending');
    expect(holdStatusAt({ status: 'pending', expiresAt }, expiresAt)).toBe('expired');
  });

  it('stays what it was once it is resolved', () => {
    expect(holdStatusAt({ status: 'captured', expiresAt }, expiresAt)).toBe('captured');
    expect(holdStatusAt({ status: 'voided', expiresAt }, before)).toBe('voided');
  });
});
