import { refuse, type RefusalCode } from './refusal.ts';
import { assertTransitions } from './transitions.ts';

export const REQUEST_STATUSES = ['pending', 'approved', 'rejected', 'cancelled'] as const;

export type RequestStatus = (typeof REQUEST_STATUSES)[number];

/** What a pending request can become. */
export type RequestDecision = Exclude<RequestStatus, 'pending'>;

/** Where a request may go from where it is. A status that goes nowhere is an end. */
const TRANSITIONS: Readonly<Record<RequestStatus, readonly RequestStatus[]>> = {
  pending: ['approved', 'rejected', 'cancelled'],
  approved: [],
  rejected: [],
  cancelled: [],
};

const INITIAL: RequestStatus = 'pending';

/** Something that one person asks for (the maker) and another decides (the checker). */
export interface SecondedRequest {
  readonly status: RequestStatus;
  readonly makerId: string;
  readonly checkerId: string | null;
  readonly decisionReason: string | null;
  readonly version: number;
  readonly decidedAt: Date | null;
}

/** Who decides what: the maker may only take it back, and everything else is for somebody else. */
export interface Decision {
  readonly to: RequestDecision;
  readonly by: string;
  readonly reason?: string;
}

/** Refuses `same_person`, `forbidden`, and `notActionable` for what is decided. */
export function demandDecidable(
  { status, makerId }: SecondedRequest,
  { to, by }: Decision,
  notActionable: RefusalCode,
): void {
  if (to === 'cancelled' && by !== makerId) throw refuse('forbidden', 'Only who asked for it may take it back');
  if (to !== 'cancelled' && by === makerId) throw refuse('same_person');
  if (!TRANSITIONS[status].includes(to)) throw refuse(notActionable, `It is ${status}`);
}

/** The request as the decision leaves it. */
export function decided<T extends SecondedRequest>(request: T, { to, by, reason }: Decision, at: Date): T {
  const checkerId = to === 'cancelled' ? null : by;
  const version = request.version + 1;
  return { ...request, status: to, checkerId, decisionReason: reason ?? null, version, decidedAt: at };
}

/** Checked at boot. Throws when the table is not sound. */
export function assertRequestTransitions(): void {
  const ends = REQUEST_STATUSES.filter((status) => TRANSITIONS[status].length === 0);
  assertTransitions(TRANSITIONS, INITIAL, ends);
}
