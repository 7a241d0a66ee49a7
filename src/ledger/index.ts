export type { Account } from './account.ts';
export { AccountsRepository } from './accounts.repository.ts';
export {
  AGGREGATE_GROUPS,
  TransferAggregates,
  type AggregateFilter,
  type AggregateGroup,
  type TransferAggregate,
} from './aggregates.repository.ts';
export { AssetsRepository } from './assets.repository.ts';
export { AnchorsRepository, type Anchor } from './anchors.repository.ts';
export { BalancesAsOf, type BalanceClock } from './balances-as-of.repository.ts';
export { BooksRepository, type TrialBalanceLine } from './books.repository.ts';
export type { BusinessDay } from './business-day.ts';
export { BusinessDaysRepository } from './business-days.repository.ts';
export { EntriesRepository, type ListedTransfer } from './entries.repository.ts';
export type { DryPosting, DryRun } from './dry-run.ts';
export { EntryPages, type EntryCriteria } from './entry-pages.repository.ts';
export { FREEZE_STATUSES, type Freeze, type FreezeStatus } from './freeze.ts';
export { FreezesRepository, type FreezeFilter } from './freezes.repository.ts';
export { Ledger, type DemandedOnce, type PostedOnce } from './ledger.ts';
export { refusalCode, refusalOf } from './ledger.errors.ts';
export { LedgerModule } from './ledger.module.ts';
export { isItemsFault } from './postings.repository.ts';
export { ReadTrialBalance } from './read-trial-balance.use-case.ts';
export type { ListedEntry } from './rows.repository.ts';
export { SealEntries } from './seal-entries.ts';
export { StatementsRepository, type StatementRange, type StatementSummary } from './statements.repository.ts';
export { VerifyBooks, type Verification } from './verify-books.use-case.ts';
