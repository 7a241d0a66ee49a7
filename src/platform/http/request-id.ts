import type { IncomingMessage } from 'node:http';
import { mayHoldCardNumber } from '../../shared/card-numbers.ts';
import { Ids } from '../../shared/ids.ts';

export const REQUEST_ID_HEADER = 'x-request-id';

const ACCEPTABLE = /^[A-Za-z0-9._-]{1,128}$/;
const ids = new Ids();

/** The caller's id for the request when it is plain, short and no card number, for it is logged and answered; otherwise a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[REQUEST_ID_HEADER];
  const acceptable = typeof given === 'string' && ACCEPTABLE.test(given) && !mayHoldCardNumber(given);
  return acceptable ? given : ids.next();
}
