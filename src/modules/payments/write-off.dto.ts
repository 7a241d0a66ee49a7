import { IsIn } from 'class-validator';
import { AmountMinor } from '../../platform/http/money.dto.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { Reason } from '../../platform/http/reason.ts';
import { Uuid } from '../../platform/http/uuid.ts';
import { REQUEST_STATUSES, type RequestStatus } from '../../shared/maker-checker.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { Page } from '../../shared/page.ts';
import type { WriteOff } from './write-off.ts';

export class RequestWriteOffDto {
  /**
   * Minor units of the dispute's currency: at most what is owed.
   * @example 1250
   */
  @AmountMinor()
  amount!: number;

  /**
   * Why. Who owes it does not see it.
   * @example 'The account is closed, and its wallet empty'
   */
  @Reason()
  reason!: string;
}

export class DecideWriteOffDto {
  /** @example 'They said that they will pay' */
  @OptionalField()
  @Reason()
  reason?: string;
}

export class WriteOffsQueryDto extends PageQueryDto {
  /** @example 'pending' */
  @OptionalField()
  @IsIn(REQUEST_STATUSES)
  status?: RequestStatus;

  /** Only of this dispute. */
  @OptionalField()
  @Uuid()
  disputeId?: string;
}

export class WriteOffDto {
  /** @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5e' */
  id!: string;
  disputeId!: string;
  /** @example 'pending' */
  status!: RequestStatus;
  /**
   * Minor units.
   * @example 1250
   */
  amount!: number;
  /** @example 'INR' */
  currency!: string;
  /** @example 'The account is closed, and its wallet empty' */
  reason!: string;
  /** Who asked for it. */
  makerId!: string;
  /** Who approved or rejected it: never who asked. */
  checkerId!: string | null;
  decisionReason!: string | null;
  /** The transfer that it became, once it is approved. */
  transferId!: string | null;
  /** @example 1 */
  version!: number;
  createdAt!: Date;
  decidedAt!: Date | null;

  static from(writeOff: WriteOff): WriteOffDto {
    const { id, disputeId, status, currency, reason, makerId, checkerId, decisionReason } = writeOff;
    const { version, createdAt, decidedAt } = writeOff;
    return {
      ...{ id, disputeId, status, amount: onWire(writeOff.amount), currency, reason, makerId, checkerId },
      ...{ decisionReason, transferId: status === 'approved' ? writeOff.transferId : null },
      ...{ version, createdAt, decidedAt },
    };
  }
}

export class WriteOffListDto {
  data!: WriteOffDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ data, hasMore, nextCursor }: Page<WriteOff>): WriteOffListDto {
    return { data: data.map(WriteOffDto.from), hasMore, nextCursor };
  }
}
