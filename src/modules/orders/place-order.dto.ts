import { IsInt, Max, Min } from 'class-validator';
import { Nested, NestedList } from '../../platform/http/nested.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { Uuid } from '../../platform/http/uuid.ts';
import { MAX_ITEMS, MAX_QUANTITY } from './order.ts';

const MAX_MESSAGE_LENGTH = 280;

export class OrderedItemDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e51' */
  @Uuid()
  menuItemId!: string;

  /** @example 2 */
  @IsInt()
  @Min(1)
  @Max(MAX_QUANTITY)
  quantity!: number;
}

export class PayWithDto {
  /**
   * A wallet of yours, in the venue's currency.
   * @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e52'
   */
  @Uuid()
  walletId!: string;
}

export class PlaceOrderDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e53' */
  @Uuid()
  venueId!: string;

  /**
   * Whom you treat.
   * @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e54'
   */
  @Uuid()
  recipientId!: string;

  /** What is on the treat. The same item named twice counts together, up to 50 of it. */
  @NestedList(() => OrderedItemDto, { min: 1, max: MAX_ITEMS })
  items!: OrderedItemDto[];

  @Nested(() => PayWithDto)
  payWith!: PayWithDto;

  /**
   * A line for the recipient.
   * @example 'Cheers to the new job!'
   */
  @OptionalField()
  @PlainText({ min: 1, max: MAX_MESSAGE_LENGTH })
  message?: string;
}
