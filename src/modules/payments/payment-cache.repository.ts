import { Injectable } from '@nestjs/common';
import { Cache } from '../../platform/redis/index.ts';
import type { Payment } from './payment.ts';
import { keptSeconds } from '../../shared/retention.ts';

const CACHE_SECONDS = keptSeconds('payment');
const PAYMENT = 'payment';

type Amount = 'amount' | 'refundedAmount' | 'disputedAmount';
type Moment = 'createdAt' | 'updatedAt';

/** What JSON makes of a payment. */
type Cached = Omit<Payment, Amount | Moment | 'captureAmount' | 'inquireAt'> &
  Readonly<Record<Amount | Moment, string>> & { readonly captureAmount: string | null };

/** Payments for reading, kept for half an hour and forgotten when they change. */
@Injectable()
export class PaymentCache {
  constructor(private readonly cache: Cache) {}

  /** The payment, or what `load` gives. A failure of `load` is thrown and not kept. When it is inquired about is left out. */
  async through(id: string, load: () => Promise<Payment>): Promise<Payment> {
    const tag = tagOf(id);
    return opened(await this.cache.through(PAYMENT, CACHE_SECONDS, async () => closed(await load()), { tag }));
  }

  async forget(id: string): Promise<void> {
    await this.cache.invalidate(tagOf(id));
  }
}

const tagOf = (id: string): string => `txn:${id}`;

function closed({ inquireAt: _unread, ...payment }: Payment): Cached {
  return {
    ...payment,
    amount: String(payment.amount),
    refundedAmount: String(payment.refundedAmount),
    disputedAmount: String(payment.disputedAmount),
    captureAmount: payment.captureAmount === null ? null : String(payment.captureAmount),
    createdAt: payment.createdAt.toISOString(),
    updatedAt: payment.updatedAt.toISOString(),
  };
}

function opened(cached: Cached): Payment {
  return {
    ...cached,
    amount: BigInt(cached.amount),
    refundedAmount: BigInt(cached.refundedAmount),
    disputedAmount: BigInt(cached.disputedAmount),
    captureAmount: cached.captureAmount === null ? null : BigInt(cached.captureAmount),
    inquireAt: null,
    createdAt: new Date(cached.createdAt),
    updatedAt: new Date(cached.updatedAt),
  };
}
