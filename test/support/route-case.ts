import type { FieldKind, QueryKind } from './bad-values.ts';
import type { Stage } from './stage.ts';
import type { Body, Person } from './world.ts';

/** A request that is good in the world as it is prepared. */
export interface GoodRequest {
  /** Nobody on a public route. */
  readonly as?: Person;
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: Body;
  /** What stands after the question mark. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Somebody with the same permissions to whom this is not there, or not theirs to do. */
  readonly stranger?: Person;
  /** Values of other people's, by the pointer of the field that must not take them. */
  readonly foreign?: Readonly<Record<string, unknown>>;
}

/** A field's kind, and a mark: `?` for one that may be left out, `??` for one that may also be null. */
export type FieldSpec = FieldKind | `${FieldKind}?` | `${FieldKind}??`;

export interface RouteCase {
  /** The status of the good request. */
  readonly succeeds: number;
  /** Every field of the body, by its JSON pointer in the good request. */
  readonly fields?: Readonly<Record<string, FieldSpec>>;
  /** Every field of the query. A route without them looks at no query. */
  readonly query?: Readonly<Record<string, QueryKind>>;
  /** Its parameters are names, not ids. */
  readonly named?: boolean;
  /** It answers also what it refuses, in its results. */
  readonly refusesInside?: boolean;
  /** What it takes is another's to say: it looks at what it knows of it, and takes a form too. */
  readonly takesAny?: boolean;
  /** That it refused is an event in the audit log. */
  readonly notesRefusals?: boolean;
  /** It honours If-Match. */
  readonly versioned?: boolean;
  prepare(stage: Stage): Promise<GoodRequest>;
}

export type Catalogue = Readonly<Record<string, RouteCase>>;

/** The query of every list. */
export const PAGE = { limit: 'limit', cursor: 'cursor' } as const satisfies Record<string, QueryKind>;
