/** A claim, and the test that shows it with the numbers that its environment asks for. */
export interface Proof {
  readonly name: string;
  readonly claim: string;
  readonly spec: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Proved {
  readonly proof: Proof;
  readonly holds: boolean;
  readonly seconds: number;
  readonly numbers: Readonly<Record<string, number | string>>;
}

const MAX_SEED = 2 ** 31;

const PROOFS: readonly Proof[] = [
  {
    name: 'sigkill',
    claim: 'no acknowledged transfer is lost or doubled while the application is killed every few seconds',
    spec: 'test/faults/sigkill.spec.ts',
    environment: { FAULT_TRANSFERS: '100000' },
  },
  {
    name: 'postgres',
    claim: 'no acknowledged transfer is lost or doubled while PostgreSQL crashes again and again',
    spec: 'test/faults/postgres-crash.spec.ts',
    environment: { FAULT_CRASHES: '20' },
  },
  {
    name: 'properties',
    claim: 'the ledger on PostgreSQL does what its rules in plain TypeScript say, on random sequences of commands',
    spec: 'test/property/ledger.spec.ts',
    environment: { PROPERTY_RUNS: '10000', PROPERTY_SEED: String(Math.floor(Math.random() * MAX_SEED)) },
  },
];

/** The proofs of these names, all when none is named. Throws for a name that nobody knows. */
export function chosenProofs(names: readonly string[]): readonly Proof[] {
  const unknown = names.filter((name) => !PROOFS.some((proof) => proof.name === name));
  if (unknown.length > 0)
    throw new Error(`There is no proof "${unknown.join()}"; there are ${PROOFS.map(({ name }) => name).join(', ')}`);
  return names.length === 0 ? PROOFS : PROOFS.filter(({ name }) => names.includes(name));
}

/** As Markdown, which reads well in a terminal too. */
export function asTable(proved: readonly Proved[]): string {
  const rows = proved.map(({ proof, holds, seconds, numbers }) => [
    proof.name,
    Object.entries(numbers)
      .map(([what, number]) => `${what} ${number}`)
      .join(', '),
    holds ? 'holds' : 'BROKEN',
    seconds.toFixed(0),
  ]);
  const lines = [['proof', 'numbers', 'result', 'seconds'], ['---', '---', '---', '---:'], ...rows];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}
