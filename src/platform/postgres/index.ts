export { longTransaction, type LongQuery } from './long-transaction.ts';
export { Postgres } from './postgres.ts';
export { PostgresModule } from './postgres.module.ts';
export { Prisma } from './prisma-client.ts';
export { sqlStateOf, tookTooLong, withTransactionRetry, type TransactionLimits, type Tx } from './transaction.ts';
export { Transactions } from './transactions.ts';
