export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;

/** One page of a list, and the opaque position after it. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
}

/** What a repository returns when it was asked for `limit + 1` rows: the page's rows, and whether there are more. */
export function pageOf<T>(rows: readonly T[], limit: number): { rows: readonly T[]; hasMore: boolean } {
  return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
}
