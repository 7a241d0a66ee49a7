import type { CodeSubject } from '../one-time/index.ts';

/** The code for a new address is bound to it and to who asked. One at a time: another wish takes its place. */
export function codeFor(userId: string, email: string): CodeSubject {
  return { purpose: 'email-change', userId, sentTo: email };
}
