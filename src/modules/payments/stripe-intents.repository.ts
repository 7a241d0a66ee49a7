import { Injectable } from '@nestjs/common';
import { Postgres } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';

/**
 * The one PaymentIntent that each payment is confirmed with. It is written before the confirmation, and outside of any
 * transaction of ours, so that however often and late a charge is repeated, only that one can ever be charged.
 */
@Injectable()
export class StripeIntentsRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  async find(paymentId: string): Promise<string | undefined> {
    return (await this.postgres.prisma.stripeIntent.findUnique({ where: { paymentId } }))?.intentId;
  }

  async paymentOf(intentId: string): Promise<string | undefined> {
    return (await this.postgres.prisma.stripeIntent.findUnique({ where: { intentId } }))?.paymentId;
  }

  /** The payments of intents, those that are ours, by intent. */
  async paymentsOf(intentIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const where = { intentId: { in: [...intentIds] } };
    const rows = await this.postgres.prisma.stripeIntent.findMany({ where });
    return new Map(rows.map(({ intentId, paymentId }) => [intentId, paymentId]));
  }

  /** Writes the intent unless the payment has one; returns the one that stands. */
  async keepFirst(paymentId: string, intentId: string): Promise<string> {
    const data = [{ paymentId, intentId, createdAt: this.clock.now() }];
    await this.postgres.prisma.stripeIntent.createMany({ data, skipDuplicates: true });
    return (await this.find(paymentId)) ?? intentId;
  }
}
