import { ApiProperty } from '@nestjs/swagger';
import { IsUUID, Matches } from 'class-validator';
import { Moment } from '../../platform/http/moment.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import type { Page } from '../../shared/page.ts';
import type { ChainedEvent } from './chained-event.ts';
import type { AuditLogQuery } from './search-audit-log.use-case.ts';

const MAX_SUBJECT_LENGTH = 128;

/** Which events: those that say all that is asked. */
export class AuditLogQueryDto extends PageQueryDto {
  /**
   * The part of the application that did it.
   * @example 'wallets'
   */
  @OptionalField()
  @Matches(/^[a-z][a-z0-9-]{0,39}$/)
  service?: string;

  /**
   * Who did it, or to whom it was done.
   * @example '019a9f0c-6b1f-7c60-8a53-0242ac120002'
   */
  @OptionalField()
  @IsUUID()
  userId?: string;

  /**
   * Whom or what it happened to, by its id or name.
   * @example '019a9f0c-6b1f-7c60-8a53-0242ac120003'
   */
  @OptionalField()
  @PlainText({ min: 1, max: MAX_SUBJECT_LENGTH })
  subjectId?: string;

  /**
   * The transfer or payment that it made or was about.
   * @example '019a9f0c-6b1f-7c60-8a53-0242ac120004'
   */
  @OptionalField()
  @IsUUID()
  transactionId?: string;

  /**
   * From this moment on.
   * @example '2026-11-01T00:00:00.000Z'
   */
  @OptionalField()
  @Moment()
  from?: string;

  /**
   * Before this moment.
   * @example '2026-12-01T00:00:00.000Z'
   */
  @OptionalField()
  @Moment()
  to?: string;

  static toQuery({ from, to, ...rest }: AuditLogQueryDto): AuditLogQuery {
    return { ...rest, from: from ? new Date(from) : undefined, to: to ? new Date(to) : undefined };
  }
}

/** Who did what to whom, when and from where. Secrets and personal data are masked. */
export class AuditEventDto {
  /** @example '019a9f0c-6b1f-7c60-8a53-0242ac120001' */
  id!: string;

  /** @example 'wallets' */
  service!: string;

  /** @example 'wallet.closed' */
  action!: string;

  /** @example '019a9f0c-6b1f-7c60-8a53-0242ac120003' */
  subjectId!: string;

  /**
   * `user`, `anonymous`, `operator` at the command line, or a part of the machinery such as `job:expire-orders`.
   * @example 'user'
   */
  actor!: string;

  /** @example '019a9f0c-6b1f-7c60-8a53-0242ac120002' */
  userId!: string | null;

  /** @example '019a9f0c-6b1f-7c60-8a53-0242ac120005' */
  sessionId!: string | null;

  /** @example null */
  transactionId!: string | null;

  /** @example 'Asked for by its owner' */
  reason!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: { status: 'open' } })
  before!: object | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: { status: 'closed' } })
  after!: object | null;

  /**
   * Null when nobody asked, and when who asked was forgotten; so is the program.
   * @example '203.0.113.7'
   */
  ip!: string | null;

  /** @example 'Trivet/2.1 (iOS 20.1)' */
  userAgent!: string | null;

  /** @example '019a9f0c-6b1f-7c60-8a53-0242ac120006' */
  requestId!: string | null;

  /**
   * The transaction of PostgreSQL that it was committed with: the history of rows names the same.
   * @example '731245'
   */
  databaseTransactionId!: string | null;

  /** @example '2026-11-21T09:29:00.000Z' */
  occurredAt!: string;

  /**
   * The how manieth event it is of its service and day.
   * @example 17
   */
  sequence!: number;

  /**
   * SHA-256 of the event and of the hash before it.
   * @example '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef'
   */
  hash!: string;

  static from(event: ChainedEvent): AuditEventDto {
    const text = (field: string): string | null => (typeof event[field] === 'string' ? event[field] : null);
    const { eventId: id, service, action, subjectId, actor, occurredAt, sequence, hash } = event;
    return {
      ...{ id, service, action, subjectId, actor, occurredAt, sequence, hash },
      ...{ userId: text('userId'), sessionId: text('sessionId'), transactionId: text('transactionId') },
      ...{ reason: text('reason'), before: stateOf(text('before')), after: stateOf(text('after')) },
      ...{ ip: text('ip'), userAgent: text('userAgent'), requestId: text('requestId') },
      databaseTransactionId: text('databaseTransactionId'),
    };
  }
}

/** A page of events, newest first. A page may hold fewer than were asked for though there are more. */
export class AuditEventListDto {
  data!: AuditEventDto[];

  /** @example false */
  hasMore!: boolean;

  /** @example null */
  nextCursor!: string | null;

  static from({ data, ...rest }: Page<ChainedEvent>): AuditEventListDto {
    return { ...rest, data: data.map((event) => AuditEventDto.from(event)) };
  }
}

function stateOf(text: string | null): object | null {
  return text === null ? null : (JSON.parse(text) as object);
}
