const { readdirSync } = require('node:fs');

// Lowest first. A module may import only modules further down the list, and only through their index.ts.
const tiers = [
  ['audit', 'idempotency', 'counters', 'settings', 'messages'],
  ['one-time'],
  ['access'],
  ['users'],
  ['api-keys'],
  ['contacts'],
  ['mfa'],
  ['auth'],
  ['emails', 'social'],
  ['passkeys'],
  ['passwords'],
  ['venues'],
  ['groups'],
  ['presence'],
  ['risk'],
  ['wallets', 'books'],
  ['statements', 'monitors'],
  ['transfers', 'holds', 'exchange', 'payment-methods'],
  ['payments', 'scheduled-transfers', 'adjustments', 'freezes'],
  ['orders'],
  ['redemptions'],
  ['privacy'],
  ['operations', 'system'],
];

// The list above cannot go stale: an unlisted folder stops the build, and so does a listed one that is gone.
const folders = readdirSync('src/modules');
const unlisted = folders.filter((name) => !tiers.flat().includes(name));
if (unlisted.length > 0) throw new Error(`src/modules: place ${unlisted} in a tier in .dependency-cruiser.cjs`);
const gone = tiers.flat().filter((name) => !folders.includes(name));
if (gone.length > 0) throw new Error(`src/modules: ${gone} is in a tier in .dependency-cruiser.cjs and does not exist`);

const STORAGE = [
  '^src/platform/(postgres|dynamodb|redis)/',
  'node_modules/(@prisma|@aws-sdk|ioredis|pg)/',
  '^src/generated/',
];
const FACE_OF_POSTGRES = '^src/platform/postgres/(index|transaction|transactions)[.]ts$';

const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    never('no-cycles', 'Split the file or invert the dependency.', {}, { circular: true }),
    never(
      'core-is-pure',
      'The books know no framework, database, clock or network.',
      { path: '^src/ledger/core/', pathNot: '[.]spec[.]ts$' },
      { pathNot: '^src/(ledger/core|shared)/' },
    ),
    never(
      'shared-is-a-leaf',
      'Shared types depend on nothing.',
      { path: '^src/shared/', pathNot: '[.]spec[.]ts$' },
      { pathNot: ['^src/shared/', '^node:', '^crypto$'] },
    ),
    never(
      'platform-knows-no-business',
      'Adapters carry; they do not decide.',
      { path: '^src/platform/' },
      { path: '^src/(ledger|modules)/' },
    ),
    never(
      'ledger-knows-no-module',
      'Everything posts to the ledger; it calls nobody.',
      { path: '^src/ledger/' },
      { path: '^src/modules/' },
    ),
    never(
      'ledger-front-door',
      'Import src/ledger or src/ledger/core, not their insides.',
      { path: '^src/', pathNot: '^src/ledger/' },
      { path: '^src/ledger/', pathNot: '^src/ledger/(core/)?index[.]ts$' },
    ),
    never(
      'module-front-door',
      'Import src/modules/<name>, not its insides.',
      { path: '^src/modules/([^/]+)/' },
      { path: '^src/modules/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index[.]ts$'] },
    ),
    never(
      'app-front-door',
      'The composition root also uses the front door.',
      { path: '^src/[^/]+[.]ts$' },
      { path: '^src/modules/', pathNot: '^src/modules/[^/]+/index[.]ts$' },
    ),
    ...tiers.map((names, level) =>
      never(
        `tier-${level}-looks-down`,
        'Go through an event, or move the module.',
        { path: `^src/modules/(${names.join('|')})/` },
        { path: `^src/modules/(${tiers.slice(level).flat().join('|')})/`, pathNot: '^src/modules/$1/' },
      ),
    ),
    never(
      'http-is-thin',
      'HTTP files call use cases, never storage.',
      { path: '^src/modules/.*[.](controller|dto|guard|interceptor)[.]ts$' },
      { path: ['[.]repository[.]ts$', ...STORAGE] },
    ),
    never(
      'storage-in-repositories',
      'Only repositories meet storage; others may open a transaction and pass it on.',
      { path: '^src/(modules|ledger)/', pathNot: '[.](repository|module|spec)[.]ts$' },
      { path: STORAGE, pathNot: FACE_OF_POSTGRES },
    ),
    never(
      'use-cases-know-no-http',
      'The same action must serve HTTP, a job and a test.',
      { path: '[.](use-case|job|repository|provider)[.]ts$' },
      { path: ['[.](controller|dto|guard|interceptor)[.]ts$', '^src/platform/http/', 'node_modules/fastify/'] },
    ),
    never(
      'storage-decides-nothing',
      'A repository or provider is called; it calls no use case.',
      { path: '[.](repository|provider)[.]ts$' },
      { path: '[.](use-case|job)[.]ts$' },
    ),
    never(
      'no-tests-in-production',
      'Production code never imports tests.',
      { path: '^src/', pathNot: '[.]spec[.]ts$' },
      { path: '(^test/|[.]spec[.]ts$)' },
    ),
    never(
      'no-orphans',
      'Dead file.',
      { orphan: true, pathNot: ['[.](d|spec)[.]ts$', '^src/(main|migrate)[.]ts$', '^src/generated/'] },
      {},
    ),
    never(
      'no-undeclared-packages',
      'Name it in package.json.',
      { path: '^src/', pathNot: '[.]spec[.]ts$' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['node_modules', '^src/generated/'] },
  },
};
