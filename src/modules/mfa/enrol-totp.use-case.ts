import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Messages } from '../messages/index.ts';
import { Users } from '../users/index.ts';
import { enrolmentUri, newTotpSecret } from './totp.ts';
import { TotpFactors } from './totp-factors.repository.ts';

export interface TotpEnrolment {
  readonly secret: string;
  readonly uri: string;
}

/** Begins to add an authenticator: until a code of it is seen, nothing is asked for. Refuses `contact_unverified` and `mfa_enabled`. */
@Injectable()
export class EnrolTotp {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly factors: TotpFactors,
    private readonly messages: Messages,
  ) {}

  async execute(userId: string): Promise<TotpEnrolment> {
    const { email, emailVerifiedAt } = await this.users.require(userId);
    // Who registered with an address of somebody else's must not lock its owner out of it for good.
    if (emailVerifiedAt === null && this.messages.offers('email')) throw refuse('contact_unverified');
    const secret = newTotpSecret();
    await this.transactions.run(async (tx) => {
      if (!(await this.factors.put(tx, userId, secret))) throw refuse('mfa_enabled');
      await audit.record(tx, { service: 'mfa', action: 'authenticator.enrolled', subjectId: userId });
    });
    return { secret, uri: enrolmentUri(secret, email) };
  }
}
