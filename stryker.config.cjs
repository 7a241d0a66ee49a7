// Mutation testing: npm run mutate. What it found is in docs/mutation-testing.md.

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
module.exports = {
  mutate: ['src/ledger/core/**/*.ts', 'src/ledger/group-commit.ts', 'src/ledger/batch-plan.ts', '!src/**/*.spec.ts'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
  jest: {
    config: {
      roots: ['<rootDir>/src/ledger', '<rootDir>/test/mutation', '<rootDir>/test/support'],
      testMatch: ['<rootDir>/test/mutation/examples.ts'],
      // A changed poster may never answer: whoever waits for it has failed soon.
      testTimeout: 5_000,
    },
    enableFindRelatedTests: false,
  },
  coverageAnalysis: 'perTest',
  // Long enough that a busy machine is not taken for an endless loop, which would count as a mutant found.
  timeoutMS: 20_000,
  timeoutFactor: 4,
  concurrency: 2,
  maxTestRunnerReuse: 100,
  reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: '.local/mutation/index.html' },
  jsonReporter: { fileName: '.local/mutation/mutation.json' },
  tempDirName: '.local/stryker',
  ignorePatterns: ['dist', 'docs', 'prisma', 'bench', 'scripts', 'src/generated', 'src/modules'],
  thresholds: { high: 95, low: 90, break: 85 },
};
