import { Global, Module } from '@nestjs/common';
import { AccountsRepository } from './accounts.repository.ts';
import { AssetsRepository } from './assets.repository.ts';
import { AnchorDaysJob } from './anchor-days.job.ts';
import { AnchorsRepository } from './anchors.repository.ts';
import { TransferAggregates } from './aggregates.repository.ts';
import { BalancesAsOf } from './balances-as-of.repository.ts';
import { BooksRepository } from './books.repository.ts';
import { BusinessDaysRepository } from './business-days.repository.ts';
import { ChainRepository } from './chain.repository.ts';
import { DetachPartition } from './detach-partition.use-case.ts';
import { DetachPartitionsJob } from './detach-partitions.job.ts';
import { EntriesRepository } from './entries.repository.ts';
import { EntryPages } from './entry-pages.repository.ts';
import { ExpireHoldsJob } from './expire-holds.job.ts';
import { FreezesRepository } from './freezes.repository.ts';
import { HoldsRepository } from './holds.repository.ts';
import { Ledger } from './ledger.ts';
import { MakePartitionsJob } from './make-partitions.job.ts';
import { PartitionsRepository } from './partitions.repository.ts';
import { Poster } from './poster.ts';
import { PostingsRepository } from './postings.repository.ts';
import { ReadTrialBalance } from './read-trial-balance.use-case.ts';
import { SealEntries } from './seal-entries.ts';
import { StatementsRepository } from './statements.repository.ts';
import { VerifyBooks } from './verify-books.use-case.ts';

const FACE = [
  Ledger,
  AccountsRepository,
  AssetsRepository,
  AnchorsRepository,
  EntriesRepository,
  EntryPages,
  StatementsRepository,
  TransferAggregates,
  BalancesAsOf,
  BooksRepository,
  ReadTrialBalance,
  SealEntries,
  VerifyBooks,
  FreezesRepository,
  BusinessDaysRepository,
];

@Global()
@Module({
  providers: [
    ...FACE,
    Poster,
    PostingsRepository,
    HoldsRepository,
    PartitionsRepository,
    ChainRepository,
    DetachPartition,
    AnchorDaysJob,
    DetachPartitionsJob,
    ExpireHoldsJob,
    MakePartitionsJob,
  ],
  exports: FACE,
})
export class LedgerModule {}
