import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { AuditChains } from './audit-chains.repository.ts';
import { AuditOrigins } from './audit-origins.ts';
import { AuditEvents, type GivenPlace } from './audit-events.repository.ts';
import { beginningOf, chained, dayFor, type WrittenEvent } from './chained-event.ts';

const CHUNK = 500;

interface Head {
  readonly service: string;
  readonly day: string;
  sequence: bigint;
  hash: string;
}

/**
 * Gives events their places in the chains of their services and days, in one transaction with the heads of the chains: once it is
 * committed, what the log must hold is decided, whatever happens on the way there.
 */
@Injectable()
export class ChainEvents {
  constructor(
    private readonly transactions: Transactions,
    private readonly events: AuditEvents,
    private readonly chains: AuditChains,
    private readonly origins: AuditOrigins,
  ) {}

  /** Returns how many got a place: none while another process gives places. */
  execute(): Promise<number> {
    return this.transactions.run(async (tx) => {
      if (!(await this.chains.alone(tx))) return 0;
      const events = await this.events.unchained(tx, CHUNK);
      if (events.length > 0) await this.chain(tx, events);
      return events.length;
    });
  }

  private async chain(tx: Tx, events: readonly WrittenEvent[]): Promise<void> {
    const sealed = await this.chains.sealedThrough(tx, [...new Set(events.map(({ service }) => service))]);
    const logged = await this.origins.sealing(tx, events);
    const heads = new Map<string, Head>();
    const places: GivenPlace[] = [];
    for (const event of events) {
      const day = dayFor(event.occurredAt, sealed.get(event.service));
      const head = heads.get(`${event.service}#${day}`) ?? (await this.headOf(tx, event.service, day));
      heads.set(`${event.service}#${day}`, head);
      places.push(append(head, { ...event, loggedOrigin: logged(event) }));
    }
    await this.events.givePlaces(tx, places);
    for (const head of heads.values()) await this.chains.grow(tx, { ...head, hash: Buffer.from(head.hash, 'hex') });
  }

  private async headOf(tx: Tx, service: string, day: string): Promise<Head> {
    const chain = await this.chains.find(service, day, tx);
    if (chain) return { service, day, sequence: chain.sequence, hash: chain.hash.toString('hex') };
    return { service, day, sequence: 0n, hash: beginningOf(service, day) };
  }
}

function append(head: Head, event: WrittenEvent): GivenPlace {
  const { day, hash: previousHash } = head;
  head.sequence += 1n;
  head.hash = chained(event, { day, sequence: head.sequence, previousHash }).hash;
  const { position, loggedOrigin } = event;
  return { position, loggedOrigin, day, sequence: head.sequence, previousHash, hash: head.hash };
}
