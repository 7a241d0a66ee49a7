import { refuse } from '../../shared/refusal.ts';
import { isCommonPassword } from './common-passwords.ts';

/** Refuses `password_too_common`: one of those that are tried first, or the person's own address. */
export function demandUncommon(password: string, email: string): void {
  const plain = password.trim().toLowerCase();
  const [name = ''] = email.toLowerCase().split('@');
  if (plain === email.toLowerCase() || plain === name || isCommonPassword(password))
    throw refuse('password_too_common');
}
