import type { IncomingMessage } from 'node:http';
import { Ids } from '../../shared/ids.ts';

export const REQUEST_ID_HEADER = 'x-request-id';

const ACCEPTABLE = /^[A-Za-z0-9._-]{1,128}$/;
const ids = new Ids();

/** The caller's id for the request when it is plain and short, otherwise a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : ids.next();
}
