import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';

/** Which customer at Stripe a user is. That one was made there stands by itself, so writing it takes no transaction of ours. */
@Injectable()
export class StripeCustomersRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  async find(userId: string): Promise<string | undefined> {
    return (await this.postgres.prisma.stripeCustomer.findUnique({ where: { userId } }))?.customerId;
  }

  /** Writes the customer unless the user has one; returns the one that stands. */
  async keepFirst(userId: string, customerId: string): Promise<string> {
    const data = [{ userId, customerId, createdAt: this.clock.now() }];
    await this.postgres.prisma.stripeCustomer.createMany({ data, skipDuplicates: true });
    return (await this.find(userId)) ?? customerId;
  }

  /** False when they were none. */
  async remove(tx: Tx, userId: string): Promise<boolean> {
    return (await tx.stripeCustomer.deleteMany({ where: { userId } })).count === 1;
  }
}
