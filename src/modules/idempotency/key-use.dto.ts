import { KEY_STATES, type KeyUse } from './explain-key.use-case.ts';

/** What a key did on one route. */
export class KeyUseDto {
  /**
   * Method and path template.
   * @example 'POST /api/v1/payments'
   */
  route!: string;

  /** @example 'completed' */
  state!: (typeof KEY_STATES)[number];

  /** @example '2026-11-21T09:30:00.000Z' */
  createdAt!: string;

  /** @example '2026-11-22T09:30:00.000Z' */
  expiresAt!: string;

  /**
   * The status of the answer; null while it is running, and on routes that claim the key together with their effect.
   * @example 201
   */
  statusCode!: number | null;

  /**
   * The id of what was made, when one thing was.
   * @example '019a9f0c-6b1f-7c60-8a53-0242ac120002'
   */
  resourceId!: string | null;

  static from(use: KeyUse): KeyUseDto {
    return { ...use, createdAt: use.createdAt.toISOString(), expiresAt: use.expiresAt.toISOString() };
  }
}

/** Every use of one key, oldest first; at most one a route. */
export class KeyUseListDto {
  data!: KeyUseDto[];

  /** @example false */
  hasMore!: boolean;

  /** @example null */
  nextCursor!: string | null;

  static from(uses: readonly KeyUse[]): KeyUseListDto {
    return { data: uses.map((use) => KeyUseDto.from(use)), hasMore: false, nextCursor: null };
  }
}
