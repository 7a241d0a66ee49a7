import { refuse } from '../../shared/refusal.ts';
import type { Channel } from '../messages/index.ts';
import type { Contact, User } from '../users/index.ts';

/** A person's own address or number, still to be proved. */
export interface OwnContact {
  readonly channel: Channel;
  readonly to: string;
}

/** Refuses `contact_missing` and `contact_verified`. */
export function unverified(user: User, contact: Contact): OwnContact {
  const to = user[contact];
  if (to === null) throw refuse('contact_missing');
  const verifiedAt = contact === 'email' ? user.emailVerifiedAt : user.phoneVerifiedAt;
  if (verifiedAt !== null) throw refuse('contact_verified');
  return { channel: contact === 'email' ? 'email' : 'sms', to };
}
