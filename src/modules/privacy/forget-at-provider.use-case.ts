import { Injectable, Logger } from '@nestjs/common';
import { ForgetCustomer } from '../payment-methods/index.ts';
import { ErasuresRepository } from './erasures.repository.ts';

const AT_A_TIME = 50;
/** So many that the provider does not delete, and it is the provider's fault. */
const MAX_FAILURES = 5;

/**
 * Has the provider delete those who are forgotten here. Behind that, because a provider that does not answer keeps nobody from being
 * forgotten; whom it does not delete now is tried again by the next run.
 */
@Injectable()
export class ForgetAtProvider {
  private readonly logger = new Logger('Privacy');

  constructor(
    private readonly erasures: ErasuresRepository,
    private readonly forgetCustomer: ForgetCustomer,
  ) {}

  async execute(report: () => Promise<void>): Promise<void> {
    let failures = 0;
    for (const userId of await this.erasures.knownToProvider(AT_A_TIME)) {
      try {
        if (!(await this.forgetCustomer.execute(userId))) return;
      } catch (error) {
        failures += 1;
        this.logger.warn(
          `the provider still knows ${userId}: ${error instanceof Error ? error.name : 'unknown failure'}`,
        );
        if (failures === MAX_FAILURES) return;
      }
      await report();
    }
  }
}
