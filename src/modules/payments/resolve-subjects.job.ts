import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { inquiryJob } from './inquiry-job.ts';
import { ProviderSubjects } from './provider-subjects.repository.ts';
import { SettleSubject } from './settle-subject.use-case.ts';

/** Asks the provider about every dispute and payout that does not rest and whose inquiry is due. */
@Injectable()
export class ResolveSubjectsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly subjects: ProviderSubjects,
    private readonly settle: SettleSubject,
  ) {}

  onModuleInit(): void {
    this.jobs.register(
      inquiryJob({
        of: 'provider-subject',
        takeDue: (limit) => this.transactions.run((tx) => this.subjects.takeDue(tx, limit)),
        findMany: (ids) => this.subjects.findMany(ids),
        resume: (subject) => this.settle.resume(subject),
      }),
    );
  }
}
