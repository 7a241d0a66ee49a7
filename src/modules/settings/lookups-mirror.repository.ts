import { Injectable } from '@nestjs/common';
import { type Mirror, Mirrors } from '../../platform/redis/index.ts';
import { LookupsRepository } from './lookups.repository.ts';

/** The codes that may be used, by set, in this process. */
@Injectable()
export class LookupsMirror {
  private readonly mirror: Mirror<ReadonlyMap<string, ReadonlySet<string>>>;

  constructor(repository: LookupsRepository, mirrors: Mirrors) {
    this.mirror = mirrors.open({
      name: 'lookups',
      load: async () => (await repository.all()).filter(({ active }) => active).map(({ set, code }) => [set, code]),
      read: (loaded) => bySet(loaded as [string, string][]),
    });
  }

  /** Refuses `store_unavailable` as long as it could never be read. */
  get current(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.mirror.current;
  }

  /** After the commit. False when Redis did not take it. */
  changed(): Promise<boolean> {
    return this.mirror.changed();
  }
}

function bySet(pairs: readonly [set: string, code: string][]): ReadonlyMap<string, ReadonlySet<string>> {
  const grouped = Map.groupBy(pairs, ([set]) => set);
  return new Map([...grouped].map(([set, members]) => [set, new Set(members.map(([, code]) => code))]));
}
