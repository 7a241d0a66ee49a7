import { readFileSync } from 'node:fs';

const VARIABLE = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\bDEMO\b/g;

/** What `productionProblems` looks at, and what SECURITY.md says that production refuses. */
describe('SECURITY.md', () => {
  const rules = readFileSync('src/platform/config/production-rules.ts', 'utf8');
  const page = readFileSync('SECURITY.md', 'utf8');
  const list = /In production it refuses to start with\n\n((?:\*.*\n)+)/.exec(page)?.[1] ?? '';

  it('lists the rules of production, each of them and no other', () => {
    const constants = new Set([...rules.matchAll(/\b(?:import \{|const) ?([A-Z_]+)/g)].map(([, name]) => name));
    const named = [...rules.matchAll(VARIABLE)].map(([name]) => name).filter((name) => !constants.has(name));
    expect(variablesOf(list)).toEqual([...new Set(named)].sort());
  });

  it('says of each what is wrong with it', () => {
    expect(
      list
        .trim()
        .split('\n')
        .filter((line) => !/^\* (?:an?|the|`)/.test(line)),
    ).toEqual([]);
    expect(list.trim().endsWith('.')).toBe(true);
  });
});

function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map(([name]) => name))].sort();
}
