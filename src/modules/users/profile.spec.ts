import { isOfAge } from './profile.ts';

describe('the age of a person', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  it.each([
    ['2008-11-21', true],
    ['2008-11-22', false],
    ['1906-11-22', true],
    ['1906-11-21', false],
    ['2027-01-01', false],
  ])('of %s is enough: %s', (dateOfBirth, enough) => {
    expect(isOfAge(dateOfBirth, now)).toBe(enough);
  });

  it('comes on the first of March for who was born on a leap day', () => {
    expect(isOfAge('2008-02-29', new Date('2026-02-28T23:59:59Z'))).toBe(false);
    expect(isOfAge('2008-02-29', new Date('2026-03-01T00:00:00Z'))).toBe(true);
  });
});
