import type {
  CaptureRequest,
  ChargeOutcome,
  ChargeRequest,
  InquiryOutcome,
  NotFound,
  PaymentProvider,
  RefundOutcome,
  RefundRequest,
} from '../../src/modules/payments/payment-provider.ts';

export type Line = 'works' | 'lost on the way' | 'lost on the way back';

/** The sandbox behind a line that can be cut before a call arrives, or after it was carried out. */
export class BadLine implements PaymentProvider {
  readonly name = 'sandbox';
  behind: PaymentProvider | undefined;
  charging: Line = 'works';
  finishing: Line = 'works';
  refunding: Line = 'works';
  inquiring: 'works' | 'lost' = 'works';
  charges = 0;
  refunds = 0;

  charge(request: ChargeRequest): Promise<ChargeOutcome> {
    this.charges += 1;
    return over(this.charging, () => this.reach().charge(request));
  }

  capture(request: CaptureRequest): Promise<ChargeOutcome> {
    return over(this.finishing, () => this.reach().capture(request));
  }

  cancel(key: string): Promise<ChargeOutcome> {
    return over(this.finishing, () => this.reach().cancel(key));
  }

  refund(request: RefundRequest): Promise<RefundOutcome> {
    this.refunds += 1;
    return over(this.refunding, () => this.reach().refund(request));
  }

  async inquire(key: string): Promise<InquiryOutcome> {
    if (this.inquiring === 'lost') throw new Error('connection reset');
    return this.reach().inquire(key);
  }

  async inquireRefund(request: RefundRequest): Promise<RefundOutcome | NotFound> {
    if (this.inquiring === 'lost') throw new Error('connection reset');
    return this.reach().inquireRefund(request);
  }

  private reach(): PaymentProvider {
    if (!this.behind) throw new Error('nobody is behind the line');
    return this.behind;
  }
}

async function over<T>(line: Line, call: () => Promise<T>): Promise<T> {
  if (line === 'lost on the way') throw new Error('connection reset');
  const answer = await call();
  if (line === 'lost on the way back') throw new Error('socket hang up');
  return answer;
}
