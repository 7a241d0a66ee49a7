import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import type { Payout, PayoutStatus } from './payout.ts';
import type { PayoutReport } from './provider-account.ts';

export interface PayoutFilter {
  readonly status?: PayoutStatus;
  readonly beforeId?: string;
  readonly limit: number;
}

type PayoutRow = Omit<Payout, 'status'> & { readonly status: string };

@Injectable()
export class PayoutsRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async find(id: string): Promise<Payout | undefined> {
    const row = await this.postgres.prisma.providerPayout.findUnique({ where: { id } });
    return row ? toPayout(row) : undefined;
  }

  /** Newest first, `limit + 1` rows at most. */
  async list({ status, beforeId, limit }: PayoutFilter): Promise<Payout[]> {
    const where = { status, id: { lt: beforeId } };
    const rows = await this.postgres.prisma.providerPayout.findMany({
      where,
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    return rows.map(toPayout);
  }

  /** The payout of this name, locked; written as it is told when it is not there. Of two who write it, one waits. */
  async lockNamed(tx: Tx, provider: string, report: PayoutReport): Promise<{ payout: Payout; isNew: boolean }> {
    const { reference, status, amountMinor: amount, currency, destination, arrivesAt, failureCode = null } = report;
    const now = this.clock.now();
    const told = { provider, reference, status, amount, currency, destination, arrivesAt, failureCode };
    const data = { id: this.ids.next(now.getTime()), ...told, createdAt: now, updatedAt: now };
    const { count } = await tx.providerPayout.createMany({ data: [data], skipDuplicates: true });
    await tx.$queryRaw`
      select 1 from provider_payout where provider = ${provider} and reference = ${reference} for no key update`;
    const where = { provider_reference: { provider, reference } };
    return { payout: toPayout(await tx.providerPayout.findUniqueOrThrow({ where })), isNew: count === 1 };
  }

  async change(tx: Tx, id: string, change: Pick<Payout, 'status' | 'failureCode' | 'arrivesAt'>): Promise<Payout> {
    const data = { ...change, version: { increment: 1 }, updatedAt: this.clock.now() };
    return toPayout(await tx.providerPayout.update({ where: { id }, data }));
  }
}

function toPayout(row: PayoutRow): Payout {
  return { ...row, status: row.status as PayoutStatus };
}
