import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Booking, RecordedChange } from './recorded-change.ts';
import type { BalanceChange } from './provider-account.ts';

export interface ChangeFilter {
  readonly paymentId?: string;
  /** Only what is before this one. */
  readonly before?: { readonly occurredAt: Date; readonly reference: string };
  readonly limit: number;
}

@Injectable()
export class BalanceChangesRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /** False when it was recorded before. */
  async insert(tx: Tx, provider: string, change: BalanceChange, booking: Booking): Promise<boolean> {
    const { reference, type, amountMinor: amount, feeMinor: fee, currency, occurredAt, paymentId, conversion } = change;
    const converted = {
      presentedAmount: conversion?.from?.amountMinor,
      presentedCurrency: conversion?.from?.currency,
      exchangeRate: conversion?.rate,
    };
    const booked = { ...booking, conversionTransferIds: [...booking.conversionTransferIds] };
    const data = { provider, reference, type, amount, fee, currency, ...converted, occurredAt, paymentId, ...booked };
    const { count } = await tx.providerBalanceChange.createMany({
      data: [{ ...data, createdAt: this.clock.now() }],
      skipDuplicates: true,
    });
    return count === 1;
  }

  /** Those of these that are recorded. */
  async known(provider: string, references: readonly string[]): Promise<ReadonlySet<string>> {
    const where = { provider, reference: { in: [...references] } };
    const rows = await this.postgres.prisma.providerBalanceChange.findMany({ where, select: { reference: true } });
    return new Set(rows.map(({ reference }) => reference));
  }

  /** Newest first, `limit + 1` rows at most. */
  list({ paymentId, before, limit }: ChangeFilter): Promise<RecordedChange[]> {
    const earlier = before && {
      OR: [
        { occurredAt: { lt: before.occurredAt } },
        { occurredAt: before.occurredAt, reference: { lt: before.reference } },
      ],
    };
    return this.postgres.prisma.providerBalanceChange.findMany({
      where: { paymentId, ...earlier },
      orderBy: [{ occurredAt: 'desc' }, { reference: 'desc' }],
      take: limit + 1,
    });
  }

  /** Up to when the provider's changes were read; before the first reading, since when there are payments with it. */
  async readThrough(provider: string): Promise<Date | undefined> {
    const { prisma } = this.postgres;
    const feed = await prisma.providerFeed.findUnique({ where: { provider } });
    if (feed) return feed.readThrough;
    const first = await prisma.payment.aggregate({ where: { provider }, _min: { createdAt: true } });
    return first._min.createdAt ?? undefined;
  }

  async setReadThrough(tx: Tx, provider: string, readThrough: Date): Promise<void> {
    const data = { provider, readThrough };
    await tx.providerFeed.upsert({ where: { provider }, create: data, update: { readThrough } });
  }
}
