import { IsIn } from 'class-validator';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import type { Party } from './order.ts';
import { ORDER_STATUSES, type OrderStatus } from './order-state.ts';

const ROLES = ['buyer', 'recipient'] as const satisfies readonly Party[];

export class ListOrdersDto extends PageQueryDto {
  /**
   * Only treats I bought, or only treats I was given. Both when absent.
   * @example 'recipient'
   */
  @OptionalField()
  @IsIn(ROLES)
  role?: 'buyer' | 'recipient';

  /** @example 'PAID' */
  @OptionalField()
  @IsIn(ORDER_STATUSES)
  status?: OrderStatus;
}
