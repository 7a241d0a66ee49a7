import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import { asSystem, type Tx } from '../../platform/postgres/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import type { ChangedEmail, Contact, Credentials, NewUser, User } from './user.ts';
import { UsersRepository } from './users.repository.ts';

export const USER_REGISTERED = 'user.registered';
export const EMAIL_CHANGED = 'user.email_changed';
export const CONTACT_VERIFIED = 'user.contact_verified';

/** The people: what other modules may ask of them, also of others than who asks. Whom they then tell what is theirs to see to. */
@Injectable()
export class Users {
  constructor(
    private readonly repository: UsersRepository,
    private readonly outbox: Outbox,
  ) {}

  /** Reads outside of every transaction unless one is given. */
  findById(id: string, tx?: Tx): Promise<User | undefined> {
    return asSystem('people', () => this.repository.findById(id, tx));
  }

  /** The case of the letters does not matter. */
  findByEmail(email: string): Promise<User | undefined> {
    return asSystem('people', () => this.repository.findByEmail(email));
  }

  /** Somebody as they are under the lock; undefined when nobody has the address. */
  lockByEmail(tx: Tx, email: string): Promise<User | undefined> {
    return this.repository.lockByEmail(tx, email);
  }

  hasPassword(tx: Tx, id: string): Promise<boolean> {
    return this.repository.hasPassword(tx, id);
  }

  /** Those of `ids` that exist, in no order. Reads outside of every transaction unless one is given. */
  findMany(ids: readonly string[], tx?: Tx): Promise<User[]> {
    return ids.length === 0 ? Promise.resolve([]) : asSystem('people', () => this.repository.findMany(ids, tx));
  }

  /** Refuses `not_found`. */
  async require(id: string): Promise<User> {
    const user = await this.findById(id);
    if (!user) throw refuse('not_found');
    return user;
  }

  /** A user with the hash of their password, for sign-in alone. */
  credentialsOf(email: string): Promise<Credentials | undefined> {
    return this.repository.credentialsOf(email);
  }

  /** Likewise, of who is signed in already. */
  credentialsById(id: string): Promise<Credentials | undefined> {
    return this.repository.credentialsById(id);
  }

  /** Somebody as they are under the lock. Refuses `not_found`. */
  lock(tx: Tx, id: string): Promise<User> {
    return this.repository.lock(tx, id);
  }

  /** Who asks, as they are under the lock. Refuses `invalid_token` when every session of theirs was ended meanwhile: what they get would outlive it. */
  async lockCaller(tx: Tx, { id, sessionEpoch }: Principal): Promise<User> {
    const user = await this.repository.lock(tx, id);
    if (user.sessionEpoch !== sessionEpoch) throw refuse('invalid_token', 'The session has ended');
    return user;
  }

  /** The password is hashed by the caller, who also ends their sessions. */
  setPassword(tx: Tx, id: string, passwordHash: string): Promise<void> {
    return this.repository.setPassword(tx, id, passwordHash);
  }

  /** The number that counts from now on. */
  endSessions(tx: Tx, id: string): Promise<number> {
    return this.repository.endSessions(tx, id);
  }

  /** Takes the address or number as proved, and announces it; undefined when it is not theirs any more. */
  async verifyContact(tx: Tx, id: string, contact: Contact, value: string): Promise<User | undefined> {
    const user = await this.repository.verifyContact(tx, id, contact, value);
    if (user)
      await this.outbox.append(tx, { type: CONTACT_VERIFIED, aggregateId: id, payload: { userId: id, contact } });
    return user;
  }

  /** Puts an address in the place of the old one, and announces it. Refuses `email_taken`. */
  async changeEmail(tx: Tx, user: User, changed: ChangedEmail): Promise<void> {
    await this.repository.changeEmail(tx, user, changed);
    await this.outbox.append(tx, { type: EMAIL_CHANGED, aggregateId: user.id, payload: { userId: user.id } });
  }

  /** Adds a person and announces `user.registered`. The password is hashed by the caller. Refuses `email_taken`. */
  async create(tx: Tx, newUser: NewUser): Promise<User> {
    const user = await this.repository.insert(tx, newUser);
    await this.outbox.append(tx, { type: USER_REGISTERED, aggregateId: user.id, payload: { userId: user.id } });
    const after = { roles: user.roles, status: user.status };
    const made = { service: 'users', action: USER_REGISTERED, subjectId: user.id };
    await audit.record(tx, { ...made, userId: user.id, after });
    return user;
  }
}
