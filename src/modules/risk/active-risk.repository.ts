import { Injectable } from '@nestjs/common';
import { type Mirror, Mirrors } from '../../platform/redis/index.ts';
import { type Listing, type Listings, listingsOf } from './listing.ts';
import { ListingsRepository } from './listings.repository.ts';
import { SUBJECTS, type Subject } from './movement.ts';
import type { ActiveRule } from './rule.ts';
import { RulesRepository } from './rules.repository.ts';

/** The rules that look at a subject. */
export interface SubjectRules {
  readonly live: readonly ActiveRule[];
  readonly shadow: readonly ActiveRule[];
}

/** The rules and lists in force, in this process. */
@Injectable()
export class ActiveRisk {
  private readonly ruleMirror: Mirror<ReadonlyMap<Subject, SubjectRules>>;
  private readonly listingMirror: Mirror<Listings>;

  constructor(rules: RulesRepository, listings: ListingsRepository, mirrors: Mirrors) {
    this.ruleMirror = mirrors.open({
      name: 'risk-rules',
      load: async () => (await rules.active()).map(activeOf),
      read: (loaded) => bySubject(loaded as ActiveRule[]),
    });
    this.listingMirror = mirrors.open({
      name: 'risk-listings',
      load: () => listings.inForce(),
      read: (loaded) => listingsOf(loaded as Listing[]),
    });
  }

  /** Refuses `store_unavailable` as long as they could never be read. */
  rulesOf(subject: Subject): SubjectRules {
    return this.ruleMirror.current.get(subject) ?? { live: [], shadow: [] };
  }

  /** Refuses `store_unavailable` as long as they could never be read. */
  get listings(): Listings {
    return this.listingMirror.current;
  }

  /** After the commit. False when Redis did not take it. */
  async changed(): Promise<boolean> {
    const taken = await Promise.all([this.ruleMirror.changed(), this.listingMirror.changed()]);
    return taken.every(Boolean);
  }
}

function activeOf({ id, name, number, status, subjects, condition, score, whenUnknown }: ActiveRule): ActiveRule {
  return { id, name, number, status, subjects, condition, score, whenUnknown };
}

function bySubject(rules: readonly ActiveRule[]): ReadonlyMap<Subject, SubjectRules> {
  const of = (subject: Subject, status: ActiveRule['status']) =>
    rules.filter((rule) => rule.status === status && rule.subjects.includes(subject));
  return new Map(SUBJECTS.map((subject) => [subject, { live: of(subject, 'live'), shadow: of(subject, 'shadow') }]));
}
