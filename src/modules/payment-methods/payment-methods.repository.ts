import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { PaymentMethod, PaymentMethodType } from './payment-method.ts';

const ERASED = '';

const COLUMNS = {
  id: true,
  userId: true,
  type: true,
  provider: true,
  brand: true,
  lastFour: true,
  expiryDate: true,
  isDefault: true,
  createdAt: true,
} as const;

const SEALED = { id: true, userId: true, provider: true, sealedToken: true } as const;

export interface SealedMethod {
  readonly id: string;
  readonly userId: string;
  readonly provider: string;
  readonly sealedToken: string;
}

type PaymentMethodRow = Omit<PaymentMethod, 'type'> & { readonly type: string };

export type NewPaymentMethod = Omit<PaymentMethod, 'createdAt'> & {
  readonly sealedToken: string;
  readonly cardIndex: string;
};

@Injectable()
export class PaymentMethodsRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /** Oldest first. The number of a user's methods is bounded, so the list is whole. Reads outside of every transaction unless one is given. */
  async ofUser(userId: string, reader: Tx = this.postgres.prisma): Promise<PaymentMethod[]> {
    const where = { userId, removedAt: null };
    const rows = await reader.paymentMethod.findMany({ where, select: COLUMNS, orderBy: { id: 'asc' } });
    return rows.map(toPaymentMethod);
  }

  async find(userId: string, id: string): Promise<PaymentMethod | undefined> {
    const where = { id, userId, removedAt: null };
    const row = await this.postgres.prisma.paymentMethod.findUnique({ where, select: COLUMNS });
    return row ? toPaymentMethod(row) : undefined;
  }

  /** Undefined when the method was removed: its token is erased then. */
  async sealed(id: string): Promise<SealedMethod | undefined> {
    const where = { id, removedAt: null };
    return (await this.postgres.prisma.paymentMethod.findUnique({ where, select: SEALED })) ?? undefined;
  }

  /** The user's method of this card, if it is there. */
  async ofCard(tx: Tx, userId: string, cardIndex: string): Promise<SealedMethod | undefined> {
    const where = { userId, cardIndex, removedAt: null };
    return (await tx.paymentMethod.findFirst({ where, select: SEALED })) ?? undefined;
  }

  /** What may have changed of a card that is added again. */
  async renew(tx: Tx, id: string, renewed: { expiryDate: string | null; isDefault?: true }): Promise<PaymentMethod> {
    return toPaymentMethod(await tx.paymentMethod.update({ where: { id }, data: renewed, select: COLUMNS }));
  }

  /** Counts the user's methods and keeps others from adding or removing one until the transaction ends. */
  async countLocked(tx: Tx, userId: string): Promise<number> {
    await tx.$queryRaw`select 1 from app_user where id = ${userId}::uuid for no key update`;
    return tx.paymentMethod.count({ where: { userId, removedAt: null } });
  }

  async clearDefault(tx: Tx, userId: string): Promise<void> {
    await tx.paymentMethod.updateMany({ where: { userId, isDefault: true }, data: { isDefault: false } });
  }

  async insert(tx: Tx, method: NewPaymentMethod): Promise<PaymentMethod> {
    const data = { ...method, createdAt: this.clock.now() };
    return toPaymentMethod(await tx.paymentMethod.create({ data, select: COLUMNS }));
  }

  /** Takes the method out of use; its token stays until it is erased. False when there is no such method of this user. */
  async remove(tx: Tx, userId: string, id: string): Promise<boolean> {
    const { count } = await tx.paymentMethod.updateMany({
      where: { id, userId, removedAt: null },
      data: { removedAt: this.clock.now(), isDefault: false },
    });
    return count === 1;
  }

  /** A removed method whose token is not erased yet. */
  async removed(id: string): Promise<SealedMethod | undefined> {
    const where = { id, removedAt: { not: null }, sealedToken: { not: ERASED } };
    return (await this.postgres.prisma.paymentMethod.findUnique({ where, select: SEALED })) ?? undefined;
  }

  /** The tokens of the user's methods, with their methods. */
  sealedOf(userId: string): Promise<SealedMethod[]> {
    return this.postgres.prisma.paymentMethod.findMany({ where: { userId, removedAt: null }, select: SEALED });
  }

  /** Returns whether there was a token. */
  async eraseToken(tx: Tx, id: string): Promise<boolean> {
    const { count } = await tx.paymentMethod.updateMany({
      where: { id, removedAt: { not: null }, sealedToken: { not: ERASED } },
      data: { sealedToken: ERASED, cardIndex: null },
    });
    return count > 0;
  }
}

function toPaymentMethod(row: PaymentMethodRow): PaymentMethod {
  return { ...row, type: row.type as PaymentMethodType };
}
