/** A place where nothing is anybody's. */
export interface NothingPersonal {
  readonly nothingPersonal: string;
}

/** A place where copies pass through that cannot be found by person: gone by themselves in minutes or days, for this reason. */
export interface Passing {
  readonly passing: string;
}

/** A table of PostgreSQL that holds what is a person's. Every column of it is shown, or hidden for a reason. */
export interface PersonalTable {
  /** Which rows are the person's: a condition on `r`; $1 is the person, or their account where it is read by account. */
  readonly rows: string;
  /** In what order they are read: a column and its type, unique among these rows. */
  readonly order: readonly [column: string, type: 'uuid' | 'bigint' | 'int' | 'text'];
  /** Read for each account of the person, which is how long tables are indexed. */
  readonly byAccount?: true;
  /** Other tables that the columns come from. */
  readonly with?: string;
  /** What the person gets: columns of `r`, or `x.column` of what it is read with. */
  readonly shown: readonly string[];
  /** What they do not get, and why. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** A column that is shown as what was sealed in it, as JSON; `id` is the column that it is bound to. */
  readonly sealed?: { readonly column: string; readonly id: string };
  /** What becomes of it when the person is forgotten. */
  readonly forgotten: Forgotten;
}

/** Kept for a reason; deleted; these columns set to these SQL expressions; or as a function of PostgreSQL does it, where nobody else may write. */
export type Forgotten =
  | { readonly kept: string }
  | { readonly deleted: true }
  | { readonly set: Readonly<Record<string, string>> }
  | { readonly by: string; readonly why: string };

export interface PersonalRole {
  readonly index?: string;
  readonly key: string;
  /** They say, sealed, where somebody was: opened when it was the person, and not shown when it was anybody else. */
  readonly origins?: true;
  readonly hidden: Readonly<Record<string, string>>;
}

/** A table of DynamoDB that holds what is a person's. */
export interface PersonalItems {
  /** The keys that find it; several where a person may be in several roles. */
  readonly by: readonly PersonalRole[];
  readonly forgotten: { readonly kept: string } | { readonly deletedBy: string };
}

/** Keys of Redis that hold what is a person's: copies and counts. All of them expire by themselves within the hour. */
export interface PersonalKeys {
  /** What the keys look like, without the prefix; `{person}` is the person, and a star anything. */
  readonly keys: string;
  /** Those that the person gets, by name. */
  readonly shown: readonly string[];
  readonly why: string;
}

export function isPersonal<T extends object>(place: T | NothingPersonal | Passing): place is T {
  return !('nothingPersonal' in place) && !('passing' in place);
}
