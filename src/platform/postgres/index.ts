export { longTransaction, type LongQuery } from './long-transaction.ts';
export { besideTransaction } from './open-transactions.ts';
export { Postgres } from './postgres.ts';
export { PostgresModule } from './postgres.module.ts';
export { Prisma } from './prisma-client.ts';
export { actAs, actAsNobody, asPerson, asSystem, currentScope, keptScope, type RowScope } from './row-scope.ts';
export { sqlStateOf, tookTooLong, withTransactionRetry, type TransactionLimits, type Tx } from './transaction.ts';
export { Transactions } from './transactions.ts';
export { SYSTEM_REASONS, type SystemReason } from './system-reasons.ts';
