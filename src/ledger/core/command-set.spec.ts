import { linkedSets, sameAsNeighbour } from './command-set.ts';
import { EXISTS, POSTED, refused } from './verdict.ts';

describe('a batch', () => {
  const cut = (...links: (string | undefined)[]) =>
    linkedSets(links.map((link, index) => ({ op: 'void', hold: String(index), link }))).map((set) =>
      set.map((command) => ('hold' in command ? command.hold : '')).join(''),
    );

  it('is cut into neighbours with the same link, and everything else alone', () => {
    expect(cut()).toEqual([]);
    expect(cut(undefined, undefined)).toEqual(['0', '1']);
    expect(cut('a', 'a', 'a', 'b', undefined, 'b', 'b')).toEqual(['012', '3', '4', '56']);
    expect(cut(undefined, 'a', 'a')).toEqual(['0', '12']);
  });

  it('does not join what only looks alike: neither the unlinked, nor the same link further on', () => {
    expect(cut('a', undefined, undefined, 'a')).toEqual(['0', '1', '2', '3']);
  });
});

describe('the verdict on a member of a linked set', () => {
  const mixture = refused('exists_with_different_content');
  it.each([
    ['the first is what it is', EXISTS, undefined, EXISTS],
    ['new after new', POSTED, POSTED, POSTED],
    ['old after old', EXISTS, EXISTS, EXISTS],
    ['new after old', POSTED, EXISTS, mixture],
    ['old after new', EXISTS, POSTED, mixture],
    ['a refusal stays', refused('same_account'), POSTED, refused('same_account')],
  ])('%s', (_, verdict, neighbour, wanted) => {
    expect(sameAsNeighbour(verdict, neighbour)).toEqual(wanted);
  });
});
