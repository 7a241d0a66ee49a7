import { Global, Module } from '@nestjs/common';
import { AccountsRepository } from './accounts.repository.ts';
import { BooksRepository } from './books.repository.ts';
import { EntriesRepository } from './entries.repository.ts';
import { ExpireHoldsJob } from './expire-holds.job.ts';
import { HoldsRepository } from './holds.repository.ts';
import { Ledger } from './ledger.ts';
import { MakePartitionsJob } from './make-partitions.job.ts';
import { PartitionsRepository } from './partitions.repository.ts';
import { PostingsRepository } from './postings.repository.ts';
import { ReadTrialBalance } from './read-trial-balance.use-case.ts';
import { VerifyBooks } from './verify-books.use-case.ts';

const FACE = [Ledger, AccountsRepository, EntriesRepository, BooksRepository, ReadTrialBalance, VerifyBooks];

@Global()
@Module({
  providers: [...FACE, PostingsRepository, HoldsRepository, PartitionsRepository, ExpireHoldsJob, MakePartitionsJob],
  exports: FACE,
})
export class LedgerModule {}
