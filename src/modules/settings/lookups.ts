import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventHandlers } from '../../platform/events/index.ts';
import { refuse } from '../../shared/refusal.ts';
import type { LookupSet } from './lookup.ts';
import { LookupsMirror } from './lookups-mirror.repository.ts';

export const LOOKUP_CHANGED = 'lookup.changed';

/** Which values may be used, as it is now: read from this process's copy. */
@Injectable()
export class Lookups implements OnModuleInit {
  constructor(
    private readonly mirror: LookupsMirror,
    private readonly handlers: EventHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.on(LOOKUP_CHANGED, 'tell-lookups', async () => {
      if (!(await this.mirror.changed())) throw new Error('Redis did not take the change');
    });
  }

  /** Refuses `lookup_value_unknown`, also for one that is no longer active. */
  demand(set: LookupSet, codes: readonly string[]): void {
    const active = this.mirror.current.get(set);
    const unknown = codes.filter((code) => !active?.has(code));
    if (unknown.length > 0) throw refuse('lookup_value_unknown', `${set} has no active ${unknown.join(', ')}`);
  }

  /** After the commit of a change: felt here at once. */
  async felt(): Promise<void> {
    await this.mirror.changed();
  }
}
