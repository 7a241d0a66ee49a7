import { auditText, type Author } from '../../platform/audit/index.ts';

/** A batch as it was noted, and what the ledger answered: of each item that was not simply posted, why. */
export interface AnsweredBatch {
  readonly databaseTransaction: bigint;
  /** JSON: who asked for what, an element for each item. */
  readonly notes: string;
  readonly answer: { readonly at: string; readonly items: readonly AnsweredItem[] };
}

interface AnsweredItem {
  readonly item: number;
  readonly state?: 'replayed' | 'reused';
  /** Null for what was posted. */
  readonly codes?: readonly (string | null)[];
}

interface NotedItem {
  readonly author: Author;
  readonly commands: readonly Readonly<Record<string, string>>[];
}

export interface PostedEvent {
  readonly service: string;
  readonly content: string;
  readonly origin: string | null;
  readonly occurredAt: Date;
  readonly databaseTransaction: bigint;
}

const TRANSFERS = 'transfers';
const HOLDS = 'holds';

/** Which module asks for such a command, and what has happened when it is posted. */
const HAPPENED: Readonly<Record<string, readonly [service: string, action: string]>> = {
  transfer: [TRANSFERS, 'transfer.posted'],
  reversal: [TRANSFERS, 'transfer.reversed'],
  hold: [HOLDS, 'hold.placed'],
  capture: [HOLDS, 'hold.captured'],
  void: [HOLDS, 'hold.voided'],
  expire: [HOLDS, 'hold.expired'],
};

/** An event for each command of the batch that was posted by it: what was refused, or posted before, has none. */
export function postedEvents({ notes, answer, databaseTransaction }: AnsweredBatch): PostedEvent[] {
  const exceptions = new Map(answer.items.map((exception) => [exception.item, exception]));
  const occurredAt = new Date(answer.at);
  return (JSON.parse(notes) as NotedItem[]).flatMap(({ author, commands }, index) => {
    const { state, codes } = exceptions.get(index) ?? {};
    if (state !== undefined) return [];
    const posted = commands.filter((_command, nth) => (codes?.[nth] ?? null) === null);
    return posted.map((command) => ({ ...eventOf(command, author), occurredAt, databaseTransaction }));
  });
}

function eventOf(
  command: Readonly<Record<string, string>>,
  author: Author,
): Pick<PostedEvent, 'service' | 'content' | 'origin'> {
  const { op = '', id, hold, reverses, ...after } = command;
  const [service, action] = HAPPENED[op] ?? [TRANSFERS, `ledger.${op}`];
  const subjectId = hold ?? reverses ?? id ?? op;
  const change = { service, action, subjectId, transactionId: id ?? hold, after };
  return { service, ...auditText(change, author) };
}
