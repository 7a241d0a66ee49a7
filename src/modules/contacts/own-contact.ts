import { refuse } from '../../shared/refusal.ts';
import type { Channel } from '../messages/index.ts';
import type { CodeSubject } from '../one-time/index.ts';
import type { Contact, User } from '../users/index.ts';

/** A person's own address or number, still to be proved. */
export interface OwnContact {
  readonly channel: Channel;
  readonly to: string;
}

/** What its code proves. */
export function codeFor({ id: userId }: User, contact: Contact, { to: sentTo }: OwnContact): CodeSubject {
  return { purpose: `contact-${contact}`, userId, sentTo };
}

/** Refuses `contact_missing` and `contact_verified`. */
export function unverified(user: User, contact: Contact): OwnContact {
  const to = user[contact];
  if (to === null) throw refuse('contact_missing');
  const verifiedAt = contact === 'email' ? user.emailVerifiedAt : user.phoneVerifiedAt;
  if (verifiedAt !== null) throw refuse('contact_verified');
  return { channel: contact === 'email' ? 'email' : 'sms', to };
}
