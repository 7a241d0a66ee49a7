import { currentRequest, redacted } from '../observability/index.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { actingNow } from './acting.ts';
import type { AuditedChange } from './audited-change.ts';

const MAX_STATE_LENGTH = 16_384;
const MAX_USER_AGENT_LENGTH = 512;
const MAX_REASON_LENGTH = 1_000;

/** What an event says but when, in which place and from where: texts alone, so that they come back from any store as they went in. */
type AuditContent = Readonly<Record<string, string>>;

/** An event as it is written down, as JSON. */
export interface AuditText {
  readonly content: string;
  /** Where the request came from, and whose it was as far as is known: apart, because it is sealed before the log keeps it. */
  readonly origin: string | null;
}

/** Who brought it about: a part of the machinery, or whoever sent the request, or whoever runs the process. */
export interface Author {
  readonly acting?: string;
  readonly request?: {
    readonly id: string;
    readonly ip: string;
    readonly userAgent?: string;
    readonly userId?: string;
    readonly sessionId?: string;
  };
}

/** Who brings about what happens here: plain data, that may wait for its event. */
export function currentAuthor(): Author {
  const [acting, request] = [actingNow(), currentRequest()];
  if (!request) return { acting };
  const { id, ip, principal } = request;
  const userAgent = request.userAgent?.slice(0, MAX_USER_AGENT_LENGTH);
  return { acting, request: { id, ip, userAgent, userId: principal?.id, sessionId: principal?.sessionId } };
}

/** What is written down of a change. What is too long to keep is cut, and says so: an event that cannot be written would undo its change. */
export function auditText(change: AuditedChange, author: Author): AuditText {
  return { content: canonicalJson(contentOf(change, author)), origin: originOf(change, author) };
}

function contentOf(change: AuditedChange, { acting, request }: Author): AuditContent {
  const { service, action, subjectId, transactionId, reason, before, after } = change;
  const userId = change.userId ?? (acting ? undefined : request?.userId);
  const sessionId = acting ? undefined : request?.sessionId;
  return present({
    ...{ service, action, subjectId, transactionId, userId, sessionId },
    actor: acting ?? actorOf(userId, request),
    requestId: request?.id,
    reason: reason === undefined ? undefined : maskedText(reason),
    before: before && masked(before),
    after: after && masked(after),
  });
}

// Of who is signed in or signs in; else of the person whom it happened to, if it is one.
function originOf({ userId, subjectId }: AuditedChange, { request }: Author): string | null {
  if (!request) return null;
  const { ip, userAgent } = request;
  return canonicalJson(present({ ip, userAgent, person: request.userId ?? userId ?? subjectId }));
}

function actorOf(userId: string | undefined, request: Author['request']): string {
  if (userId !== undefined) return 'user';
  return request ? 'anonymous' : 'operator';
}

/** The state as canonical JSON, without secrets, persons' data and card numbers. */
function masked(state: object): string {
  const text = canonicalJson(redacted(state));
  return text.length <= MAX_STATE_LENGTH ? text : canonicalJson({ leftOut: `${text.length} characters` });
}

function maskedText(text: string): string {
  const kept = redacted({ text: text.slice(0, MAX_REASON_LENGTH) })['text'];
  return typeof kept === 'string' ? kept : '';
}

function present(fields: Readonly<Record<string, string | undefined>>): AuditContent {
  const kept = Object.entries(fields).filter((field): field is [string, string] => Boolean(field[1]));
  return Object.fromEntries(kept);
}
