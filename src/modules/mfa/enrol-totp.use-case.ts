import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { Messages } from '../messages/index.ts';
import { MfaChanges } from './mfa-changes.ts';
import { enrolmentUri, newTotpSecret } from './totp.ts';
import { TotpFactors } from './totp-factors.repository.ts';

export interface TotpEnrolment {
  readonly secret: string;
  readonly uri: string;
}

/** Begins to add an authenticator: until a code of it is seen, nothing is asked for. Refuses `contact_unverified`, `mfa_enabled` and `invalid_token`. */
@Injectable()
export class EnrolTotp {
  constructor(
    private readonly transactions: Transactions,
    private readonly changes: MfaChanges,
    private readonly factors: TotpFactors,
    private readonly messages: Messages,
  ) {}

  execute(caller: Principal): Promise<TotpEnrolment> {
    const { id: userId } = caller;
    return this.transactions.run(async (tx) => {
      // Under the lock, so that what is confirmed at this moment is what its owner was shown.
      const { email, emailVerifiedAt } = await this.changes.begin(tx, caller);
      // Who registered with an address of somebody else's must not lock its owner out of it for good.
      if (emailVerifiedAt === null && this.messages.offers('email')) throw refuse('contact_unverified');
      const secret = newTotpSecret();
      if (!(await this.factors.put(tx, userId, secret))) throw refuse('mfa_enabled');
      await audit.record(tx, { service: 'mfa', action: 'authenticator.enrolled', subjectId: userId });
      return { secret, uri: enrolmentUri(secret, email) };
    });
  }
}
