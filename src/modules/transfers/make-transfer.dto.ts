import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { MAX_BATCH_SIZE } from '../../ledger/core/index.ts';
import { Moment } from '../../platform/http/moment.ts';
import { AmountMinor } from '../../platform/http/money.dto.ts';
import { NestedList } from '../../platform/http/nested.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { Uuid } from '../../platform/http/uuid.ts';
import { MAX_DESCRIPTION_LENGTH, TransferBodyDto } from './transfer-body.dto.ts';

export class MakeTransferDto extends TransferBodyDto {
  /**
   * A UUIDv7 of your choosing, such as `0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5c`: the same id with the same content is the same
   * transfer.
   */
  @OptionalField()
  @Uuid(7)
  id?: string;

  /** When it happened, if not now, such as `2026-11-20T20:15:00.000Z`: not in the future, nor before the wallets were opened. */
  @OptionalField()
  @Moment()
  effectiveAt?: string;
}

export class TransferBatchDto {
  @NestedList(() => MakeTransferDto, { min: 1, max: MAX_BATCH_SIZE })
  transfers!: MakeTransferDto[];

  /**
   * All or none.
   * @example false
   */
  @OptionalField()
  @IsBoolean()
  @ApiPropertyOptional()
  atomic: boolean = false;
}

export class BatchResultDto {
  /** @example 0 */
  index!: number;
  /** @example 'posted' */
  status!: 'posted' | 'refused';
  transferId?: string;
  /**
   * Why it was refused.
   * @example 'insufficient_funds'
   */
  code?: string;
}

export class TransferBatchResultDto {
  results!: BatchResultDto[];
}

export class ReverseTransferDto {
  /**
   * Minor units; all that is left of the transfer when absent.
   * @example 500
   */
  @OptionalField()
  @AmountMinor()
  amount?: number;

  /** @example 'Sent to the wrong person' */
  @PlainText({ min: 1, max: MAX_DESCRIPTION_LENGTH })
  reason!: string;
}
