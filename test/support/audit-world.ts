import { RelayAudit } from '../../src/modules/audit/index.ts';
import { ownerPool } from './test-database.ts';
import { type Body, type Person, World } from './world.ts';

export interface LoggedEvent extends Body {
  readonly id: string;
  readonly service: string;
  readonly action: string;
  readonly subjectId: string;
  readonly userId: string | null;
  readonly occurredAt: string;
}

/** A world in which what happened is looked up in the audit log. */
export class AuditWorld extends World {
  private reader: Person | undefined;

  /** Somebody who may read the log. */
  async auditor(): Promise<Person> {
    return (this.reader ??= await this.person(['auditor']));
  }

  /** One page, as an auditor sees it. */
  async page(query: string): Promise<{ data: LoggedEvent[]; hasMore: boolean; nextCursor: string | null }> {
    const { status, body } = await this.call('GET', `/admin/audit-logs?${query}`, await this.auditor());
    expect(status).toBe(200);
    return body as unknown as { data: LoggedEvent[]; hasMore: boolean; nextCursor: string | null };
  }

  /** What the log says, newest first, once everything that happened is in it. */
  async logged(query: string): Promise<LoggedEvent[]> {
    await this.app.get(RelayAudit).drain();
    const found: LoggedEvent[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await this.page(`${query}&limit=100${cursor && `&cursor=${cursor}`}`);
      found.push(...page.data);
      cursor = page.nextCursor;
    }
    return found;
  }

  /** SQL by the owner of the tables, whom nothing stops: what only a person with that password could do. */
  async asOwner<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    const pool = ownerPool(String(this.app.environment['DATABASE_OWNER_URL']));
    try {
      return (await pool.query<Row>(text, values)).rows;
    } finally {
      await pool.end();
    }
  }

  /** What was done to somebody or something, oldest first: actions alone. */
  async actionsOn(subjectId: string): Promise<string[]> {
    return (await this.logged(`subjectId=${encodeURIComponent(subjectId)}`)).map(({ action }) => action).reverse();
  }
}
