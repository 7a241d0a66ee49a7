import { Injectable } from '@nestjs/common';
import { AuditChains, type AuditChain } from './audit-chains.repository.ts';
import { AuditEvents } from './audit-events.repository.ts';
import { AuditLog } from './audit-log.repository.ts';
import { ChainCheck, type Finding } from './chain-check.ts';
import { dayBefore, serviceDayOf } from './chained-event.ts';

const DAYS = 31;
const MAX_STRANGERS = 20;
const FIRST_DAY = '1900-01-01';
const LAST_DAY = '2300-01-01';

/** An anchor that somebody kept elsewhere: a service, a day, and the hash in hex. */
export interface KeptAnchor {
  readonly service: string;
  readonly day: string;
  readonly anchor: string;
}

export interface VerifyAuditQuery {
  readonly from?: string;
  readonly to?: string;
  readonly kept?: readonly KeptAnchor[];
}

export interface AuditVerdict {
  readonly days: number;
  readonly events: bigint;
  readonly findings: readonly Finding[];
  /** Of every sealed day that was looked at, to be kept elsewhere. */
  readonly anchors: readonly KeptAnchor[];
}

/**
 * Compares the log with the heads and anchors that PostgreSQL keeps: every edit, deletion, insertion, reordering or truncation of it
 * is found. Somebody who may write to both stores, and takes the pains to calculate everything anew, is found by anchors kept elsewhere.
 */
@Injectable()
export class VerifyAudit {
  constructor(
    private readonly chains: AuditChains,
    private readonly events: AuditEvents,
    private readonly log: AuditLog,
  ) {}

  async execute({ from = FIRST_DAY, to = LAST_DAY, kept = [] }: VerifyAuditQuery = {}): Promise<AuditVerdict> {
    const [findings, anchors]: [Finding[], KeptAnchor[]] = [[], []];
    const known = new Set<string>();
    let [days, events] = [0, 0n];
    for await (const chain of this.allChains(from, to)) {
      known.add(serviceDayOf(chain.service, chain.day));
      findings.push(...(await this.check(chain)));
      if (chain.anchor) anchors.push(keptOf(chain, chain.anchor));
      days += 1;
      events += chain.sequence;
    }
    // Only who looks at everything knows what should not be there.
    if (from === FIRST_DAY && to === LAST_DAY) findings.push(...(await this.strangers(known)));
    findings.push(...disagreeing(kept, anchors, { from, to }));
    return { days, events, findings, anchors };
  }

  private async *allChains(from: string, to: string): AsyncGenerator<AuditChain> {
    let last = to;
    for (let more = true; more;) {
      const days = await this.chains.days({ from, to: last }, DAYS);
      for (const { day } of days) {
        yield* await this.chains.ofDay(day);
        last = dayBefore(day);
      }
      more = days.length === DAYS;
    }
  }

  // What is on the way is read before the log: what arrives between the two is then in both, and not in neither.
  private async check(chain: AuditChain): Promise<readonly Finding[]> {
    const check = new ChainCheck(chain);
    for await (const waiting of this.events.onTheWay(chain.service, chain.day)) {
      waiting.filter(({ sequence }) => sequence <= chain.sequence).forEach((event) => check.push(event));
    }
    const newer: Record<string, unknown>[] = [];
    for await (const page of this.log.day(serviceDayOf(chain.service, chain.day))) {
      for (const item of page) (isNewer(chain, item) ? newer : check).push(item);
    }
    const now = newer.length > 0 ? await this.chains.find(chain.service, chain.day) : undefined;
    newer.filter((item) => !now || Number(item['sequence']) > now.sequence).forEach((item) => check.push(item));
    check.checkAnchor((await this.chains.before(chain.service, chain.day))?.anchor ?? null);
    return check.conclude();
  }

  private async strangers(known: ReadonlySet<string>): Promise<Finding[]> {
    const found = new Set<string>();
    for await (const serviceDays of this.log.serviceDays()) {
      for (const serviceDay of serviceDays) if (!known.has(serviceDay)) found.add(serviceDay);
    }
    return [...found].slice(0, MAX_STRANGERS).map((serviceDay) => {
      const [service = '', day = ''] = serviceDay.split('#');
      return { kind: 'unknown-day', service, day, what: 'the log has events of a day that PostgreSQL does not know' };
    });
  }
}

/** Whether it may have been written after the chain was looked at: a chain grows until it is sealed. */
function isNewer({ sealedAt, sequence }: AuditChain, item: Record<string, unknown>): boolean {
  return sealedAt === null && Number.isSafeInteger(item['sequence']) && Number(item['sequence']) > sequence;
}

function keptOf({ service, day }: AuditChain, anchor: Buffer): KeptAnchor {
  return { service, day, anchor: anchor.toString('hex') };
}

function disagreeing(
  kept: readonly KeptAnchor[],
  anchors: readonly KeptAnchor[],
  { from, to }: { from: string; to: string },
): Finding[] {
  const now = new Map(anchors.map(({ service, day, anchor }) => [serviceDayOf(service, day), anchor]));
  return kept
    .filter(({ day }) => from <= day && day <= to)
    .filter(({ service, day, anchor }) => now.get(serviceDayOf(service, day)) !== anchor)
    .map(({ service, day }) => ({ kind: 'other-anchor', service, day, what: 'it is not the one that was kept' }));
}
