import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { SentCodes } from '../one-time/index.ts';
import { type Contact, type User, Users } from '../users/index.ts';
import { codeFor, unverified } from './own-contact.ts';

/** Takes the code as proof that an address or number is the caller's. Refuses `contact_missing`, `contact_verified` and `code_invalid`. */
@Injectable()
export class VerifyContact {
  constructor(
    private readonly users: Users,
    private readonly codes: SentCodes,
    private readonly transactions: Transactions,
  ) {}

  async execute(userId: string, contact: Contact, code: string): Promise<User> {
    const user = await this.users.require(userId);
    const own = unverified(user, contact);
    await this.codes.redeem(codeFor(user, contact, own), code);
    return this.transactions.run(async (tx) => {
      const verified = await this.users.verifyContact(tx, userId, contact, own.to);
      // It was changed after the code was looked at.
      if (!verified) throw refuse('code_invalid');
      return verified;
    });
  }
}
