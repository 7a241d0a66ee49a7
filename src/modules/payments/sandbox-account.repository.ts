import { Injectable } from '@nestjs/common';
import { Postgres } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Period } from './provider-account.ts';

const DAY_MS = 24 * 3_600_000;
export const EVIDENCE_DUE_MS = 7 * DAY_MS;
/** How long the bank looks at evidence. */
export const DECISION_MS = 60_000;
/** Long enough for any list of the sandbox's. */
const PAGE = 100;

export interface SandboxDispute {
  readonly chargeKey: string;
  readonly amount: bigint;
  readonly currency: string;
  /** What the bank decides at `decidedAt`, unless evidence changes it. */
  readonly verdict: 'won' | 'lost';
  readonly evidenceAt: Date | null;
  readonly dueAt: Date;
  readonly decidedAt: Date;
}

export interface SandboxPayout {
  readonly reference: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly arrivesAt: Date | null;
  readonly failsAt: Date | null;
}

export interface SandboxChange {
  readonly reference: string;
  readonly type: string;
  readonly chargeKey: string | null;
  readonly payout: string | null;
  readonly amount: bigint;
  readonly currency: string;
  readonly occurredAt: Date;
}

/** The sandbox's books of its customer's account. Like its other books they take no transaction of ours. */
@Injectable()
export class SandboxAccountRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /** Opens the disputes of charges with these tokens that have none. */
  async openDisputes(tokens: readonly string[]): Promise<void> {
    const now = this.clock.now();
    const dueAt = new Date(now.getTime() + EVIDENCE_DUE_MS);
    await this.postgres.prisma.$executeRaw`
      insert into sandbox_dispute (charge_key, amount, verdict, due_at, decided_at, created_at)
      select idempotency_key, coalesce(captured, amount), 'lost', ${dueAt}, ${dueAt}, ${now} from sandbox_charge
       where token = any(${[...tokens]}) and outcome = 'succeeded'
      on conflict do nothing`;
  }

  async dispute(chargeKey: string): Promise<SandboxDispute | undefined> {
    const { prisma } = this.postgres;
    const row = await prisma.sandboxDispute.findUnique({ where: { chargeKey } });
    if (!row) return undefined;
    const { currency } = await prisma.sandboxCharge.findUniqueOrThrow({ where: { idempotencyKey: chargeKey } });
    return { ...row, currency, verdict: row.verdict as SandboxDispute['verdict'] };
  }

  /** Takes evidence, once and in time. False when it is not taken. */
  async takeEvidence(chargeKey: string, verdict: SandboxDispute['verdict']): Promise<boolean> {
    const evidenceAt = this.clock.now();
    const { count } = await this.postgres.prisma.sandboxDispute.updateMany({
      where: { chargeKey, evidenceAt: null, dueAt: { gt: evidenceAt } },
      data: { evidenceAt, verdict, decidedAt: new Date(evidenceAt.getTime() + DECISION_MS) },
    });
    return count === 1;
  }

  async payOut(payout: SandboxPayout): Promise<void> {
    await this.postgres.prisma.sandboxPayout.create({ data: { ...payout, createdAt: this.clock.now() } });
  }

  async payout(reference: string): Promise<SandboxPayout | undefined> {
    return (await this.postgres.prisma.sandboxPayout.findUnique({ where: { reference } })) ?? undefined;
  }

  /** What happened in that time, and has happened by now, by reference, a page of it. */
  changes({ since, until }: Period, after: string): Promise<SandboxChange[]> {
    return this.postgres.prisma.$queryRaw<SandboxChange[]>`
      select reference, type, charge_key as "chargeKey", payout, amount, currency, occurred_at as "occurredAt"
        from sandbox_balance
       where occurred_at between ${since} and least(${until}::timestamptz, ${this.clock.now()}::timestamptz) and reference > ${after}
       order by reference limit ${PAGE}`;
  }
}
