import { Injectable } from '@nestjs/common';
import { Postgres } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';

/** What the sandbox's books say of a charge. */
export type SandboxVerdict = 'succeeded' | 'failed' | 'requires_action';

export interface SandboxCharge {
  readonly idempotencyKey: string;
  readonly token: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly outcome: SandboxVerdict;
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
  async chargeOnce(charge: SandboxCharge): Promise<SandboxCharge> {
    const data = { ...charge, createdAt: this.clock.now() };
    await this.postgres.prisma.sandboxCharge.createMany({ data: [data], skipDuplicates: true });
    return (await this.find(charge.idempotencyKey)) ?? charge;
  }

  async find(idempotencyKey: string): Promise<SandboxCharge | undefined> {
    const row = await this.postgres.prisma.sandboxCharge.findUnique({ where: { idempotencyKey } });
    return row ? { ...row, outcome: row.outcome as SandboxVerdict } : undefined;
  }

  /** Ends a challenge. False when there is none that is open. */
  async endChallenge(idempotencyKey: string, outcome: 'succeeded' | 'failed'): Promise<boolean> {
    const where = { idempotencyKey, outcome: 'requires_action' };
    const { count } = await this.postgres.prisma.sandboxCharge.updateMany({ where, data: { outcome } });
    return count === 1;
  }
}
