import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { inquiryJob } from './inquiry-job.ts';
import { PaymentsRepository } from './payments.repository.ts';
import { SettlePayment } from './settle-payment.use-case.ts';

/** Asks the provider about every payment whose outcome is not known and whose inquiry is due. */
@Injectable()
export class ResolvePaymentsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly payments: PaymentsRepository,
    private readonly settle: SettlePayment,
  ) {}

  onModuleInit(): void {
    this.jobs.register(
      inquiryJob({
        of: 'payment',
        takeDue: (limit) => this.transactions.run((tx) => this.payments.takeDue(tx, limit)),
        findMany: (ids) => this.payments.findMany(ids),
        resume: (payment) => this.settle.resume(payment),
      }),
    );
  }
}
