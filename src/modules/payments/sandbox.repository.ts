import { Injectable } from '@nestjs/common';
import { Postgres } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Capture } from './capture.ts';

/** What the sandbox's books say of a charge. */
export type SandboxVerdict = 'succeeded' | 'failed' | 'requires_action' | 'authorized' | 'canceled';

export interface SandboxCharge {
  readonly idempotencyKey: string;
  readonly token: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly capture: Capture;
  readonly outcome: SandboxVerdict;
  /** What was captured of it; null is all of it. */
  readonly captured: bigint | null;
}

export interface SandboxRefund {
  readonly idempotencyKey: string;
  readonly chargeKey: string;
  readonly amount: bigint;
  readonly outcome: 'succeeded' | 'failed';
  /** When one that succeeded fails all the same. */
  readonly failsAt: Date | null;
}

/**
 * The sandbox's own books. They stand for a system outside of ours, so its writes take no transaction of ours: they are
 * committed when the sandbox has answered, whatever becomes of us.
 */
@Injectable()
export class SandboxRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /** Writes the charge, unless its key has one; returns the one that stands. */
  async chargeOnce(charge: Omit<SandboxCharge, 'captured'>): Promise<SandboxCharge> {
    const now = this.clock.now();
    const data = { ...charge, createdAt: now, settledAt: charge.outcome === 'succeeded' ? now : null };
    await this.postgres.prisma.sandboxCharge.createMany({ data: [data], skipDuplicates: true });
    return (await this.find(charge.idempotencyKey)) ?? { ...charge, captured: null };
  }

  async find(idempotencyKey: string): Promise<SandboxCharge | undefined> {
    const row = await this.postgres.prisma.sandboxCharge.findUnique({ where: { idempotencyKey } });
    return row ? { ...row, capture: row.capture as Capture, outcome: row.outcome as SandboxVerdict } : undefined;
  }

  /** Moves a charge on from one of these. False when it is at none of them. */
  async move(
    idempotencyKey: string,
    from: readonly SandboxVerdict[],
    to: Pick<SandboxCharge, 'outcome'> & Partial<Pick<SandboxCharge, 'captured'>>,
  ): Promise<boolean> {
    const where = { idempotencyKey, outcome: { in: [...from] } };
    const settledAt = to.outcome === 'succeeded' ? this.clock.now() : null;
    const { count } = await this.postgres.prisma.sandboxCharge.updateMany({ where, data: { ...to, settledAt } });
    return count === 1;
  }

  /** Writes the refund, unless its key has one; returns the one that stands. */
  async refundOnce(refund: SandboxRefund): Promise<SandboxRefund> {
    const data = { ...refund, createdAt: this.clock.now() };
    await this.postgres.prisma.sandboxRefund.createMany({ data: [data], skipDuplicates: true });
    return (await this.findRefund(refund.idempotencyKey)) ?? refund;
  }

  async findRefund(idempotencyKey: string): Promise<SandboxRefund | undefined> {
    const row = await this.postgres.prisma.sandboxRefund.findUnique({ where: { idempotencyKey } });
    return row ? { ...row, outcome: row.outcome as SandboxRefund['outcome'] } : undefined;
  }
}
