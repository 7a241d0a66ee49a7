import { CYCLE, ILLEGAL, ORPHAN } from './illegal-imports.ts';
import { LEGAL } from './legal-imports.ts';
import { RULES, SampleTree, TIERS, type CruiseOutcome, type Edge, type Violation } from './sample-tree.ts';

const trees: SampleTree[] = [];

function plant(edges: readonly Edge[]): SampleTree {
  const tree = new SampleTree(edges);
  trees.push(tree);
  return tree;
}

function lines(violations: readonly Violation[]): string[] {
  return violations.map(({ rule, from, to }) => `${rule}: ${from} -> ${to}`).sort();
}

afterAll(() => trees.forEach((tree) => tree.remove()));

describe('the dependency rules', () => {
  it('pass a tree in which everything allowed is done', () => {
    const { status, errors, violations } = plant(LEGAL).cruise();
    expect({ status, errors, violations }).toEqual({ status: 0, errors: '', violations: [] });
  });

  it('are each broken by a case here', () => {
    const unbroken = RULES.filter(({ name }) => !ILLEGAL.some(({ rule }) => rule === name));
    expect(unbroken.map(({ name }) => name)).toEqual([]);
  });

  describe('of a tree in which each is broken', () => {
    let outcome: CruiseOutcome;

    beforeAll(() => {
      const tree = plant([...LEGAL, CYCLE, ...ILLEGAL.filter(({ from }) => from !== ORPHAN)]);
      tree.addFile(ORPHAN);
      outcome = tree.cruise();
    });

    it.each(RULES.map(({ name }) => name))('%s fires, for the files that break it and no other', (name) => {
      const of = (violations: readonly Violation[]) => lines(violations.filter(({ rule }) => rule === name));
      expect(of(outcome.violations)).toEqual(of(ILLEGAL));
    });
  });

  it('stop at a module that is in no tier', () => {
    const tree = plant(LEGAL);
    tree.addFile('src/modules/newcomer/index.ts');
    const { status, errors } = tree.cruise();
    expect([status === 0, errors]).toEqual([false, expect.stringContaining('newcomer')]);
  });

  it('stop at a tier that names a module which is gone', () => {
    const gone = TIERS[0]?.[0] ?? '';
    const folder = `src/modules/${gone}/`;
    const others = LEGAL.filter(({ from, to }) => !from.startsWith(folder) && !to.startsWith(folder));
    const { status, errors } = plant(others).cruise();
    expect([status === 0, errors]).toEqual([false, expect.stringContaining(gone)]);
  });
});
