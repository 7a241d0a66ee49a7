import { Injectable } from '@nestjs/common';
import { Cursors } from '../../platform/paging/index.ts';
import type { Page } from '../../shared/page.ts';
import { AuditOrigins } from './audit-origins.ts';
import type { ChainedEvent } from './chained-event.ts';
import { type LogFilters, LogReader, type LogPosition } from './log-reader.ts';

const LIST = 'audit-logs';

export interface AuditLogQuery extends LogFilters {
  readonly limit: number;
  readonly cursor?: string;
}

/** The audit log, newest first. Refuses `invalid_cursor`. */
@Injectable()
export class SearchAuditLog {
  constructor(
    private readonly reader: LogReader,
    private readonly cursors: Cursors,
    private readonly origins: AuditOrigins,
  ) {}

  async execute({ limit, cursor, ...filters }: AuditLogQuery): Promise<Page<ChainedEvent>> {
    const [day, before] = this.cursors.decode(LIST, { ...filters }, cursor) ?? [];
    const after = day !== undefined && before !== undefined ? { day, before } : undefined;
    const { events, next } = await this.reader.read(filters, limit, after);
    const data = await this.origins.opened(events);
    return { data, hasMore: next !== undefined, nextCursor: next ? this.cursorOf(filters, next) : null };
  }

  private cursorOf(filters: LogFilters, { day, before }: LogPosition): string {
    return this.cursors.encode(LIST, { ...filters }, [day, before]);
  }
}
