import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { type Erasure, type Hindrance, PROVIDER_PATIENCE_MS } from './erasure.ts';
import { ErasuresRepository } from './erasures.repository.ts';
import { ForgottenData } from './forgotten-data.ts';

/**
 * Forgets a person: destroys the key of what is sealed for them, and deletes or blanks the rest as the declaration says. The books keep their
 * totals, and name a number. Done again it changes nothing, and it may be interrupted anywhere. Says what keeps it from being done.
 */
@Injectable()
export class ForgetPerson {
  constructor(
    private readonly transactions: Transactions,
    private readonly erasures: ErasuresRepository,
    private readonly data: ForgottenData,
    private readonly clock: Clock,
  ) {}

  async execute(erasure: Erasure): Promise<Hindrance | undefined> {
    const before = await this.transactions.run((tx) => this.hindrance(tx, erasure));
    if (before) return before;
    // What is in other stores goes first: once PostgreSQL says that it is done, nothing would look for it any more.
    await this.data.forgetItems(erasure.userId);
    return this.transactions.run(async (tx) => {
      if (!(await this.erasures.lockWaiting(tx, erasure.userId))) return undefined;
      const hindrance = await this.hindrance(tx, erasure);
      if (hindrance) return hindrance;
      await this.data.forgetRows(tx, erasure.userId);
      await this.erasures.complete(tx, erasure.userId);
      const after = { cause: erasure.cause };
      await audit.record(tx, { service: 'privacy', action: 'person.forgotten', subjectId: erasure.userId, after });
      return undefined;
    });
  }

  private async hindrance(tx: Tx, { userId, requestedAt }: Erasure): Promise<Hindrance | undefined> {
    if (await this.data.isHeld(tx, userId)) return 'held';
    if (!(await this.data.closesWallets(tx, userId))) return 'money';
    if ((await this.erasures.obligations(tx, userId)).length > 0) return 'obligation';
    const waitedMs = this.clock.now().getTime() - requestedAt.getTime();
    if (waitedMs < PROVIDER_PATIENCE_MS && (await this.erasures.keepsTokens(tx, userId))) return 'provider';
    return undefined;
  }
}
