import { globSync } from 'node:fs';
import { resolve } from 'node:path';

// All examples of the ledger as one test file, for mutation testing: a mutant is tried in a second, not in four. The random
// sequences are left out, so that the score is the same each time.
for (const file of globSync('src/ledger/**/*.spec.ts').sort()) {
  if (!file.endsWith('.properties.spec.ts')) jest.requireActual(resolve(file));
}
