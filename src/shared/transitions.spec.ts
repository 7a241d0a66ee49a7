import { assertTransitions } from './transitions.ts';

describe('a table of transitions', () => {
  it('is sound when every state is reached and has a way to an end', () => {
    expect(() => assertTransitions({ a: ['b', 'c'], b: ['a', 'c'], c: [] }, 'a', ['c'])).not.toThrow();
  });

  it.each([
    ['a state that cannot be reached', { a: ['b'], b: [], c: ['b'] }, 'c cannot be reached'],
    ['a state that leads to itself', { a: ['a', 'b'], b: [] }, 'a leads to itself'],
    ['a terminal state that can be left', { a: ['b'], b: ['a'] }, 'b can be left'],
    ['a state without a way out', { a: ['b', 'c'], b: [], c: [] }, 'c cannot be left'],
    ['a circle without an end', { a: ['b', 'c'], b: [], c: ['d'], d: ['c'] }, 'c has no way to an end'],
    ['a target that is no state', { a: ['b', 'd'], b: [] }, 'no state d'],
  ])('may not have %s', (_what, table, message) => {
    expect(() => assertTransitions(table, 'a', ['b'])).toThrow(message);
  });
});
