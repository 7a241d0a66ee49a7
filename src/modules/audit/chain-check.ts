import type { AuditChain } from './audit-chains.repository.ts';
import { anchorOf, beginningOf, hashOf } from './chained-event.ts';

const HASH_BYTES = 32;
/** Of each kind; how many more there are is counted. */
const MAX_FINDINGS = 20;

export type FindingKind = 'edited' | 'missing' | 'inserted' | 'broken' | 'other-end' | 'other-anchor' | 'unknown-day';

/** Something in the log that is not as it was written. */
export interface Finding {
  readonly kind: FindingKind;
  readonly service: string;
  readonly day: string;
  /** Which event of the day, or what else it is about. */
  readonly what: string;
}

/** What the log may say of an event. */
type LogItem = Readonly<Record<string, unknown>>;

/**
 * Compares what the log holds of a service's day with what PostgreSQL keeps of it: the number of events and the last hash. It is
 * given the events in any order, and keeps two hashes of each.
 */
export class ChainCheck {
  readonly findings: Finding[] = [];
  private readonly length: number;
  private readonly hashes: Buffer;
  private readonly previous: Buffer;
  private readonly seen: Uint8Array;

  constructor(private readonly chain: AuditChain) {
    this.length = Number(chain.sequence);
    this.hashes = Buffer.alloc(this.length * HASH_BYTES);
    this.previous = Buffer.alloc(this.length * HASH_BYTES);
    this.seen = new Uint8Array(this.length);
  }

  /** An event that the log, or the way there, has. Said twice in the same words it counts once. */
  push(item: LogItem): void {
    const { sequence } = item;
    if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence) || sequence < 1 || sequence > this.length) {
      this.find('inserted', `${String(item['momentEvent'])} at ${String(sequence)}`);
      return;
    }
    const hash = hashOf(item);
    if (hash !== item['hash']) this.find('edited', `event ${sequence}`);
    const place = (sequence - 1) * HASH_BYTES;
    if (this.seen[sequence - 1] === 1) {
      if (this.at(this.hashes, sequence) !== hash) this.find('inserted', `a second event ${sequence}`);
      return;
    }
    this.seen[sequence - 1] = 1;
    this.hashes.write(hash, place, 'hex');
    this.previous.write(String(item['previousHash']), place, 'hex');
  }

  /** Once everything was added. */
  conclude(): readonly Finding[] {
    const { service, day, hash } = this.chain;
    let before = beginningOf(service, day);
    for (let sequence = 1; sequence <= this.length; sequence += 1) {
      if (this.seen[sequence - 1] === 0) this.find('missing', `event ${sequence} of ${this.length}`);
      else if (this.at(this.previous, sequence) !== before) this.find('broken', `before event ${sequence}`);
      before = this.at(this.hashes, sequence);
    }
    if (before !== hash.toString('hex')) this.find('other-end', 'the last hash is another one');
    return this.findings;
  }

  /** Whether the anchor of a sealed day follows from its end and from the anchor before it. */
  checkAnchor(before: Buffer | null): void {
    const { anchor, previousAnchor } = this.chain;
    if (anchor === null) return;
    if (!same(previousAnchor, before)) this.find('other-anchor', 'it does not follow the anchor before it');
    if (!same(anchor, anchorOf(this.chain, previousAnchor))) this.find('other-anchor', 'it is not of this day');
  }

  private at(hashes: Buffer, sequence: number): string {
    return hashes.toString('hex', (sequence - 1) * HASH_BYTES, sequence * HASH_BYTES);
  }

  private find(kind: FindingKind, what: string): void {
    const { service, day } = this.chain;
    if (this.findings.filter((finding) => finding.kind === kind).length < MAX_FINDINGS)
      this.findings.push({ kind, service, day, what });
  }
}

function same(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other);
}
