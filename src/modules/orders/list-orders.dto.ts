import { IsIn, IsOptional } from 'class-validator';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import type { Party } from './order.ts';
import { ORDER_STATUSES, type OrderStatus } from './order-state.ts';

const ROLES = ['buyer', 'recipient'] as const satisfies readonly Party[];

export class ListOrdersDto extends PageQueryDto {
  /**
   * Only treats I bought, or only treats I was given. Both when absent.
   * @example 'recipient'
   */
  @IsOptional()
  @IsIn(ROLES)
  role?: 'buyer' | 'recipient';

  /** @example 'PAID' */
  @IsOptional()
  @IsIn(ORDER_STATUSES)
  status?: OrderStatus;
}
