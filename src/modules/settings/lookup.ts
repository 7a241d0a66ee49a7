/** How a value of a set may be named. */
export const LOOKUP_CODE = /^[a-z][a-z0-9_]{1,49}$/;

/** A set is read whole, and every process keeps a copy. */
export const MAX_VALUES_PER_SET = 500;

/** Every set there is. What its values are, administrators decide; that there is such a set, the code that asks for it. */
export const LOOKUP_SETS = {
  document_type: 'What kinds of documents people may submit to be checked',
} as const satisfies Readonly<Record<string, string>>;

export type LookupSet = keyof typeof LOOKUP_SETS;

export function isLookupSet(set: string): set is LookupSet {
  return Object.hasOwn(LOOKUP_SETS, set);
}

/** One value of a set. It is never deleted, for what was written with it refers to it: it is made inactive. */
export interface LookupValue {
  readonly set: LookupSet;
  readonly code: string;
  readonly label: string;
  /** Where it stands among the others. */
  readonly position: number;
  readonly active: boolean;
  readonly version: number;
  readonly reason: string;
  /** Null is the application itself. */
  readonly changedBy: string | null;
  readonly changedAt: Date;
}

/** What of a value can be changed. */
export type LookupContent = Pick<LookupValue, 'label' | 'position' | 'active'>;

/** One line of a value's history. */
export interface LookupChange extends Pick<LookupValue, 'version' | 'reason' | 'changedBy' | 'changedAt'> {
  /** Null when it was made. */
  readonly before: LookupContent | null;
  readonly after: LookupContent;
}
