/** @type {import('@swc/core').Options} */
const swc = {
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
  sourceMaps: 'inline',
};

// Our code runs as CommonJS and Nest, which is ESM, through require: NODE_OPTIONS=--experimental-vm-modules is needed.
/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
  transform: { '\\.ts$': ['@swc/jest', swc] },
  setupFiles: ['reflect-metadata'],
  setupFilesAfterEnv: ['<rootDir>/test/support/act-as-system.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.local/'],
  maxWorkers: 2,
  workerIdleMemoryLimit: '768MB',
  testTimeout: 120_000,
  collectCoverageFrom: ['src/**/*.ts', '!src/generated/**', '!src/**/*.spec.ts', '!src/main.ts'],
};
