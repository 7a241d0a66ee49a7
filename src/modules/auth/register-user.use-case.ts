import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Users } from '../users/index.ts';
import { demandUncommon } from './password-rules.ts';
import { Passwords } from './passwords.ts';
import type { ClientDevice } from './session.ts';
import { type SignedIn, SignIns } from './sign-ins.ts';

export interface RegisterUserCommand {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone?: string | null;
  readonly device: ClientDevice;
}

/**
 * Makes a customer and signs them in. Refuses `password_too_common`, `email_taken`, and `store_unavailable` when too many sign in at once. The session is
 * opened after the user is committed: if that fails, the user exists and signs in.
 */
@Injectable()
export class RegisterUser {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly signIns: SignIns,
  ) {}

  async execute({ password, device, ...person }: RegisterUserCommand): Promise<SignedIn> {
    demandUncommon(password, person.email);
    // Before the expensive hash; the unique index decides between two that come at once.
    if (await this.users.findByEmail(person.email)) throw refuse('email_taken');
    const passwordHash = await this.passwords.hash(password);
    const user = await this.transactions.run((tx) => this.users.create(tx, { ...person, passwordHash }));
    return this.signIns.open(user, device, ['pwd']);
  }
}
