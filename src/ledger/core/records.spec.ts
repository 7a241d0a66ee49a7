import { NOON, ONE, pay } from '../../../test/support/named-books.ts';
import { holdStatusAt, transferOf } from './records.ts';

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

describe('the record of a transfer', () => {
  const said = { reference: 'r', description: 'd', metadata: { a: 1 }, initiatorId: 'ann', link: 'l' };
  const parties = { kind: 'transfer', debit: 'alice', credit: 'bob', asset: 'INR', amount: 5n };
  const alone = { holdId: null, reversesId: null };

  it('has what its command said', () => {
    const { link: linkId, ...rest } = said;
    expect(transferOf(pay('alice', 'bob', 5n, { id: 't', effectiveAt: NOON, ...said }), ONE)).toEqual({
      ...{ id: 't', ...parties, ...alone, ...rest, linkId, effectiveAt: NOON, createdAt: ONE },
    });
  });

  it('has null for what its command left out, and takes effect when it was written', () => {
    const nothing = { linkId: null, reference: null, description: null, metadata: null, initiatorId: null };
    expect(transferOf(pay('alice', 'bob', 5n, { id: 't' }), ONE)).toEqual({
      ...{ id: 't', ...parties, ...alone, ...nothing, effectiveAt: ONE, createdAt: ONE },
    });
  });
});
