import { Injectable } from '@nestjs/common';
import { Postgres, type Prisma, type Tx } from '../../platform/postgres/index.ts';
import { dayOf } from '../../shared/calendar-day.ts';

/** Where the chain of a service and day stands. */
export interface AuditChain {
  readonly service: string;
  readonly day: string;
  /** How many events it has. */
  readonly sequence: bigint;
  readonly hash: Buffer;
  readonly sealedAt: Date | null;
  readonly previousAnchor: Buffer | null;
  readonly anchor: Buffer | null;
}

/** A chain that has grown. */
export type GrownChain = Pick<AuditChain, 'service' | 'day' | 'sequence' | 'hash'>;

export interface ChainRange {
  readonly service?: string;
  readonly from: string;
  readonly to: string;
}

export interface LoggedDay {
  readonly day: string;
  readonly services: readonly string[];
}

type ChainRow = Prisma.AuditChainGetPayload<object>;

/** The heads of the chains, and the anchors of sealed days: kept apart from the log that they vouch for. */
@Injectable()
export class AuditChains {
  constructor(private readonly postgres: Postgres) {}

  /** Whether nobody else gives places or seals until the transaction ends. */
  async alone(tx: Tx): Promise<boolean> {
    const rows = await tx.$queryRaw<{ alone: boolean }[]>`select audit_alone() as alone`;
    return rows[0]?.alone ?? false;
  }

  /** The last sealed day of each of these services that has one. */
  async sealedThrough(tx: Tx, services: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.auditChain.groupBy({
      by: ['service'],
      where: { service: { in: [...services] }, sealedAt: { not: null } },
      _max: { day: true },
    });
    return new Map(rows.flatMap(({ service, _max: { day } }) => (day ? [[service, dayOf(day)] as const] : [])));
  }

  /** Reads outside of every transaction unless one is given. */
  async find(service: string, day: string, reader: Tx = this.postgres.prisma): Promise<AuditChain | undefined> {
    const row = await reader.auditChain.findUnique({ where: { service_day: { service, day: new Date(day) } } });
    return row ? toChain(row) : undefined;
  }

  async grow(tx: Tx, { service, day, sequence, hash }: GrownChain): Promise<void> {
    const grown = { sequence, hash: Uint8Array.from(hash) };
    const key = { service, day: new Date(day) };
    await tx.auditChain.upsert({ where: { service_day: key }, create: { ...key, ...grown }, update: grown });
  }

  /** Seals the next day that may be; false when there is none, or somebody else is at it. */
  async sealNext(tx: Tx, at: Date): Promise<boolean> {
    const rows = await tx.$queryRaw<{ sealed: boolean }[]>`select audit_seal_next(${at}::timestamptz) as sealed`;
    return rows[0]?.sealed ?? false;
  }

  /** The days that have events, latest first, `limit` at most, and the services that have some then. */
  async days({ service, from, to }: ChainRange, limit: number): Promise<LoggedDay[]> {
    const rows = await this.postgres.prisma.$queryRaw<{ day: Date; services: string[] }[]>`
      select day, array_agg(service order by service) as services from audit_chain
       where day between ${from}::date and ${to}::date and (${service ?? null}::text is null or service = ${service ?? null})
       group by day order by day desc limit ${limit}`;
    return rows.map(({ day, services }) => ({ day: dayOf(day), services }));
  }

  /** The chain of the service's last day before this one that has events. */
  async before(service: string, day: string): Promise<AuditChain | undefined> {
    const where = { service, day: { lt: new Date(day) } };
    const row = await this.postgres.prisma.auditChain.findFirst({ where, orderBy: { day: 'desc' } });
    return row ? toChain(row) : undefined;
  }

  /** The chains of a day, by service. */
  async ofDay(day: string): Promise<AuditChain[]> {
    const rows = await this.postgres.prisma.auditChain.findMany({
      where: { day: new Date(day) },
      orderBy: { service: 'asc' },
    });
    return rows.map(toChain);
  }
}

function toChain({ day, hash, previousAnchor, anchor, ...rest }: ChainRow): AuditChain {
  return {
    ...rest,
    day: dayOf(day),
    hash: Buffer.from(hash),
    previousAnchor: previousAnchor && Buffer.from(previousAnchor),
    anchor: anchor && Buffer.from(anchor),
  };
}
