import { type Edge, TIERS, type Violation } from './sample-tree.ts';

const cases = (rule: string, edges: readonly (readonly [from: string, to: string])[]): Violation[] =>
  edges.map(([from, to]) => ({ rule, from, to }));

// Each tier's first module reaches sideways or up to the last module there is.
const looksUp = (modules: readonly string[], level: number): Violation[] => {
  const others = TIERS.slice(level).flat().slice(1);
  const highest = others.at(-1) ?? '';
  return cases(`tier-${level}-looks-down`, [
    [`src/modules/${modules[0]}/tier-${level}.ts`, `src/modules/${highest}/index.ts`],
  ]);
};

/** A file that imports nothing and that nothing imports. */
export const ORPHAN = 'src/shared/nobody-needs-this.ts';

/** The other half of the cycle, which is reported once. */
export const CYCLE: Edge = { from: 'src/shared/hen.ts', to: 'src/shared/egg.ts' };

/** Every rule, broken: what is written into the tree, and what is to be reported, and nothing else. */
export const ILLEGAL: readonly Violation[] = [
  ...cases('no-cycles', [['src/shared/egg.ts', 'src/shared/hen.ts']]),
  ...cases('core-is-pure', [
    ['src/ledger/core/reads-a-file.ts', 'fs'],
    ['src/ledger/core/asks-a-store.ts', 'src/ledger/postings.repository.ts'],
    ['src/ledger/core/uses-a-package.ts', 'node_modules/fastify/index.js'],
  ]),
  ...cases('shared-is-a-leaf', [
    ['src/shared/uses-a-package.ts', 'node_modules/fastify/index.js'],
    ['src/shared/uses-the-platform.ts', 'src/platform/http/nested.ts'],
  ]),
  ...cases('platform-knows-no-business', [
    ['src/platform/jobs/posts-money.ts', 'src/ledger/index.ts'],
    ['src/platform/jobs/knows-users.ts', 'src/modules/users/index.ts'],
  ]),
  ...cases('ledger-knows-no-module', [['src/ledger/knows-users.ts', 'src/modules/users/index.ts']]),
  ...cases('ledger-front-door', [
    ['src/modules/orders/writes-entries.repository.ts', 'src/ledger/postings.repository.ts'],
    ['src/modules/orders/knows-the-books.ts', 'src/ledger/core/books.ts'],
  ]),
  ...cases('module-front-door', [['src/modules/operations/knows-orders.ts', 'src/modules/orders/order.ts']]),
  ...cases('app-front-door', [['src/create-app.ts', 'src/modules/orders/order.ts']]),
  ...TIERS.flatMap(looksUp),
  ...cases('http-is-thin', [
    ['src/modules/orders/reads.controller.ts', 'src/modules/orders/orders.repository.ts'],
    ['src/modules/orders/reads.dto.ts', 'src/modules/orders/orders.repository.ts'],
    ['src/modules/orders/reads.guard.ts', 'src/modules/orders/orders.repository.ts'],
    ['src/modules/orders/reads.interceptor.ts', 'src/modules/orders/orders.repository.ts'],
  ]),
  ...cases('storage-in-repositories', [
    ['src/modules/orders/queries.use-case.ts', 'src/platform/postgres/postgres.ts'],
    ['src/modules/orders/caches.ts', 'src/platform/redis/redis.ts'],
    ['src/modules/orders/connects.job.ts', 'node_modules/ioredis/index.js'],
    ['src/ledger/queries.ts', 'src/platform/postgres/postgres.ts'],
  ]),
  ...cases('use-cases-know-no-http', [
    ['src/modules/orders/answers.use-case.ts', 'src/platform/http/nested.ts'],
    ['src/modules/orders/answers.job.ts', 'src/modules/orders/orders.controller.ts'],
    ['src/modules/orders/answers.repository.ts', 'node_modules/fastify/index.js'],
    ['src/modules/orders/answers.provider.ts', 'src/platform/http/nested.ts'],
  ]),
  ...cases('storage-decides-nothing', [
    ['src/modules/orders/decides.repository.ts', 'src/modules/orders/read-order.use-case.ts'],
    ['src/modules/orders/decides.provider.ts', 'src/modules/orders/read-order.use-case.ts'],
  ]),
  ...cases('no-tests-in-production', [
    ['src/modules/orders/uses-a-spec.ts', 'src/modules/orders/order.spec.ts'],
    ['src/modules/orders/uses-support.ts', 'test/support/world.ts'],
  ]),
  ...cases('no-orphans', [[ORPHAN, ORPHAN]]),
  ...cases('no-undeclared-packages', [
    ['src/modules/orders/uses-a-tool.ts', 'node_modules/jest/index.js'],
    ['src/modules/orders/uses-a-guest.ts', 'node_modules/left-pad/index.js'],
  ]),
];
