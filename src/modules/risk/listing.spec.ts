import { listedOf, listingsOf } from './listing.ts';

const MOVEMENT = { id: 'm', subject: 'transfer', userId: 'u', parts: [] } as const;

describe('lists', () => {
  it.each([
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
  ])('know the address %s as %s', (value, address) => {
    const listings = listingsOf([{ kind: 'address', value, effect: 'block' }]);
    expect([...listedOf(listings, { ...MOVEMENT, address }).blocked]).toEqual(['address']);
  });

  it('block what one listing blocks and another one watches', () => {
    const block = { kind: 'address', value: '::1', effect: 'block' } as const;
    const watch = { kind: 'address', value: '0::1', effect: 'watch' } as const;
    for (const order of [
      [block, watch],
      [watch, block],
    ])
      expect([...listedOf(listingsOf(order), { ...MOVEMENT, address: '::1' }).blocked]).toEqual(['address']);
  });
});
