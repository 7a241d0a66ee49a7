import { type Edge, TIERS } from './sample-tree.ts';

const index = (module: string): string => `src/modules/${module}/index.ts`;

/** A tree of the shape of ours, in which everything that may be imported is. */
export const LEGAL: readonly Edge[] = [
  { from: 'src/main.ts', to: 'src/app.module.ts' },
  { from: 'src/app.module.ts', to: 'src/ledger/index.ts' },
  ...TIERS.flat().map((module) => ({ from: 'src/app.module.ts', to: index(module) })),
  ...TIERS.flatMap((modules, level) =>
    modules.flatMap((module) =>
      TIERS.slice(0, level)
        .flat()
        .map((lower) => ({ from: index(module), to: index(lower) })),
    ),
  ),
  { from: 'src/ledger/index.ts', to: 'src/ledger/ledger.ts' },
  { from: 'src/ledger/ledger.ts', to: 'src/ledger/core/index.ts' },
  { from: 'src/ledger/ledger.ts', to: 'src/ledger/postings.repository.ts' },
  { from: 'src/ledger/core/index.ts', to: 'src/ledger/core/books.ts' },
  { from: 'src/ledger/core/books.ts', to: 'src/shared/clock.ts' },
  { from: 'src/ledger/core/books.spec.ts', to: 'src/ledger/core/books.ts' },
  { from: 'src/ledger/core/books.spec.ts', to: 'node_modules/jest/index.js' },
  { from: 'src/ledger/postings.repository.ts', to: 'src/platform/postgres/postgres.ts' },
  { from: 'src/platform/postgres/index.ts', to: 'src/platform/postgres/postgres.ts' },
  { from: 'src/platform/redis/redis.ts', to: 'node_modules/ioredis/index.js' },
  { from: 'src/platform/http/nested.ts', to: 'node_modules/fastify/index.js' },
  { from: 'src/modules/orders/orders.controller.ts', to: 'src/modules/orders/read-order.use-case.ts' },
  { from: 'src/modules/orders/orders.controller.ts', to: 'src/platform/http/nested.ts' },
  { from: 'src/modules/orders/read-order.use-case.ts', to: 'src/modules/orders/order.ts' },
  { from: 'src/modules/orders/read-order.use-case.ts', to: 'src/modules/orders/orders.repository.ts' },
  { from: 'src/modules/orders/read-order.use-case.ts', to: 'src/platform/postgres/index.ts' },
  { from: 'src/modules/orders/read-order.use-case.ts', to: 'src/ledger/index.ts' },
  { from: 'src/modules/orders/orders.repository.ts', to: 'src/platform/redis/redis.ts' },
  { from: 'src/modules/orders/orders.module.ts', to: 'src/modules/orders/orders.repository.ts' },
  { from: 'src/modules/orders/order.spec.ts', to: 'src/modules/orders/order.ts' },
  { from: 'src/modules/orders/order.spec.ts', to: 'test/support/world.ts' },
];
