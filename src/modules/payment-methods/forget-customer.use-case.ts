import { Inject, Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { CARD_DIRECTORY, type CardDirectory } from './card-directory.ts';

/**
 * Has the provider delete whom we have forgotten, and then forgets who they were there. Done again it changes nothing. Throws what the
 * provider throws: it is to be tried again.
 */
@Injectable()
export class ForgetCustomer {
  constructor(
    @Inject(CARD_DIRECTORY) private readonly directory: CardDirectory | null,
    private readonly transactions: Transactions,
  ) {}

  /** Whether the provider knew them. A provider that is not in use any more cannot be told. */
  async execute(userId: string): Promise<boolean> {
    const { directory } = this;
    if (!directory) return false;
    await directory.forget(userId);
    return this.transactions.run(async (tx) => {
      if (!(await directory.dropCustomer(tx, userId))) return false;
      const after = { provider: directory.name };
      await audit.record(tx, {
        ...{ service: 'payment-methods', action: 'customer.deleted', subjectId: userId, after },
      });
      return true;
    });
  }
}
