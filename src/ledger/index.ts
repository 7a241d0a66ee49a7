export type { Account } from './account.ts';
export { AccountsRepository } from './accounts.repository.ts';
export { BooksRepository, type TrialBalanceLine } from './books.repository.ts';
export { EntriesRepository, type BalanceClock, type KindedEntry, type ListedTransfer } from './entries.repository.ts';
export { Ledger } from './ledger.ts';
export { refusalCode, refusalOf } from './ledger.errors.ts';
export { LedgerModule } from './ledger.module.ts';
export { ReadTrialBalance } from './read-trial-balance.use-case.ts';
export { VerifyBooks, type Verification } from './verify-books.use-case.ts';
