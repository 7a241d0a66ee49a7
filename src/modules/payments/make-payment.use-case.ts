import { Injectable } from '@nestjs/common';
import { replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import { type Origin, Risk } from '../risk/index.ts';
import type { Payment } from './payment.ts';
import { PaymentAcceptance, type MakePaymentCommand } from './payment-acceptance.ts';
import { RecordIntent } from './record-intent.ts';
import { SettlePayment } from './settle-payment.use-case.ts';

/**
 * Tops a wallet up from a payment method: records the intent, charges, records the outcome. A repetition whose first
 * request never came back goes on from the intent. Refuses what `PaymentAcceptance` and `Risk.guard` refuse, and `idempotency_key_reused`;
 * a charge that fails is no refusal but a payment with status `failed`.
 */
@Injectable()
export class MakePayment {
  constructor(
    private readonly acceptance: PaymentAcceptance,
    private readonly intents: RecordIntent,
    private readonly settle: SettlePayment,
    private readonly risk: Risk,
  ) {}

  async execute(command: MakePaymentCommand, claim: Claim, origin?: Origin): Promise<Replayable<Payment>> {
    const provider = await this.acceptance.providerFor(command);
    // Of the request, not of a try: who sends it again is no second movement.
    const { scope: id } = claim;
    const { userId, amount, currency, walletId: payee } = command;
    return this.risk.guard({
      movement: { ...origin, id, subject: 'payment', userId, parts: [{ id, currency, amount, payee }] },
      claim,
      work: () => this.pay(command, provider, claim),
      done: ({ replayed }) => (replayed ? [] : [id]),
    });
  }

  private async pay(command: MakePaymentCommand, provider: string, claim: Claim): Promise<Replayable<Payment>> {
    const { payment, repeated } = await this.intents.execute({ ...command, provider }, claim);
    const settled = repeated ? await this.settle.resume(payment) : await this.settle.charge(payment);
    return replayable(settled, repeated);
  }
}
