import { AmountMinor } from '../../platform/http/money.dto.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';

export class CapturePaymentDto {
  /** Minor units; all that was authorized when absent. The rest is let go. */
  @OptionalField()
  @AmountMinor()
  amount?: number;
}
