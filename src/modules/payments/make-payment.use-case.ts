import { Injectable } from '@nestjs/common';
import { replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import type { Payment } from './payment.ts';
import { PaymentAcceptance, type MakePaymentCommand } from './payment-acceptance.ts';
import { RecordIntent } from './record-intent.ts';
import { SettlePayment } from './settle-payment.use-case.ts';

/**
 * Tops a wallet up from a payment method: records the intent, charges, records the outcome. A repetition whose first
 * request never came back goes on from the intent. Refuses what `PaymentAcceptance` refuses, and `idempotency_key_reused`;
 * a charge that fails is no refusal but a payment with status `failed`.
 */
@Injectable()
export class MakePayment {
  constructor(
    private readonly acceptance: PaymentAcceptance,
    private readonly intents: RecordIntent,
    private readonly settle: SettlePayment,
  ) {}

  async execute(command: MakePaymentCommand, claim: Claim): Promise<Replayable<Payment>> {
    const provider = await this.acceptance.providerFor(command);
    const { payment, repeated } = await this.intents.execute({ ...command, provider }, claim);
    const settled = repeated ? await this.settle.resume(payment) : await this.settle.charge(payment);
    return replayable(settled, repeated);
  }
}
