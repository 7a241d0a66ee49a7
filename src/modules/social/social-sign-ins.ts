import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { Refusal, refuse } from '../../shared/refusal.ts';
import { type User, Users } from '../users/index.ts';
import { IdentitiesRepository } from './identities.repository.ts';
import { IdentityNews } from './identity-news.ts';
import type { SocialIdentity } from './social-provider.ts';

const MAX_ATTEMPTS = 3;

/** Whose identity it is, by the table of decision page 0055: the one whom it is linked to, the one of its proved address, or somebody new. */
@Injectable()
export class SocialSignIns {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly identities: IdentitiesRepository,
    private readonly news: IdentityNews,
  ) {}

  /** Refuses `social_email_unproved`, `social_account_exists`, and `forbidden` when the account was closed. */
  async personOf(identity: SocialIdentity): Promise<User> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.transactions.run((tx) => this.find(tx, identity));
      } catch (error) {
        // Somebody with this identity or address came at the same moment, and was first.
        if (!(error instanceof Refusal && error.code === 'email_taken') || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }

  private async find(tx: Tx, identity: SocialIdentity): Promise<User> {
    const ownerId = await this.identities.ownerOf(identity, tx);
    if (ownerId !== undefined) return this.owner(tx, ownerId);
    const { email } = identity;
    if (email === undefined || !identity.emailVerified) throw refuse('social_email_unproved');
    const known = await this.users.lockByEmail(tx, email);
    // Who never proved the address may be somebody else, who is waiting for its owner.
    if (known !== undefined && known.emailVerifiedAt === null) throw refuse('social_account_exists');
    const person = known ?? (await this.create(tx, identity, email));
    if (!(await this.identities.insert(tx, identity, person.id))) throw await this.lost(tx, identity);
    // Whoever has just come knows how they came.
    if (known === undefined) await this.news.record(tx, person, 'linked', identity.provider);
    else await this.news.tell(tx, person, 'linked', identity.provider);
    return person;
  }

  // An account that was closed stays closed, and its address and identities taken.
  private async owner(tx: Tx, id: string): Promise<User> {
    const owner = await this.users.findById(id, tx);
    if (owner === undefined) throw refuse('forbidden', 'The account is closed');
    return owner;
  }

  private async create(tx: Tx, { firstName, lastName }: SocialIdentity, email: string): Promise<User> {
    const name = { firstName: firstName ?? email.slice(0, email.indexOf('@')), lastName: lastName ?? '' };
    const { id } = await this.users.create(tx, { email, passwordHash: null, ...name });
    const person = await this.users.verifyContact(tx, id, 'email', email);
    if (person === undefined) throw new Error('a person who was made a moment ago is not there');
    return person;
  }

  // The identity was linked meanwhile, and it is looked for again; or the person has another one of this provider.
  private async lost(tx: Tx, identity: SocialIdentity): Promise<Refusal> {
    return refuse(
      (await this.identities.ownerOf(identity, tx)) === undefined ? 'social_account_exists' : 'email_taken',
    );
  }
}
