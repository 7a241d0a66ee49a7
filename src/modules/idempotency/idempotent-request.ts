import type { AuthenticatedRequest } from '../../platform/http/access.ts';
import type { Claim } from './claim.ts';

export const IDEMPOTENT_KEY = 'idempotent';

export interface IdempotentOptions {
  /** Whether a request without a key is refused. True unless said otherwise. */
  readonly required?: boolean;
  /**
   * Where the record is. `dynamodb` keeps the answer and gives it again. `postgres` keeps nothing here: the handler's own
   * transaction takes the claim, and the handler answers with `replayable(body, replayed)`.
   */
  readonly record?: 'dynamodb' | 'postgres';
  /** Requests that change nothing and so need no key, by their query: a dry run. A key they bring is ignored. */
  readonly exempt?: (query: Readonly<Record<string, unknown>>) => boolean;
}

/** The begun record that this request must complete or release. */
export interface OpenRecord {
  readonly scope: string;
  readonly fencingToken: string;
  /** Whatever the answer is, it is not this request's outcome. */
  readonly discard?: boolean;
}

export interface IdempotentRequest extends AuthenticatedRequest {
  idempotencyClaim?: Claim;
  idempotencyRecord?: OpenRecord;
}
