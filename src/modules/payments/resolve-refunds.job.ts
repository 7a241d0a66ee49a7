import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { inquiryJob } from './inquiry-job.ts';
import { RefundsRepository } from './refunds.repository.ts';
import { SettleRefund } from './settle-refund.use-case.ts';

/** Asks the provider about every refund whose outcome is not known and whose inquiry is due. */
@Injectable()
export class ResolveRefundsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly refunds: RefundsRepository,
    private readonly settle: SettleRefund,
  ) {}

  onModuleInit(): void {
    this.jobs.register(
      inquiryJob({
        of: 'refund',
        takeDue: (limit) => this.transactions.run((tx) => this.refunds.takeDue(tx, limit)),
        findMany: (ids) => this.refunds.findMany(ids),
        resume: (refund) => this.settle.resume(refund),
      }),
    );
  }
}
