import { Injectable } from '@nestjs/common';
import { Outbox } from '../../platform/events/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { CrossingsRepository } from './crossings.repository.ts';
import { crossingEvent } from './monitor.events.ts';

const BATCH_SIZE = 100;
const EVENTS_AT_A_TIME = 500;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** How far a round through the monitors has come. */
export interface Round {
  readonly afterId: string;
  /** Those that one look was not enough for. */
  readonly again: readonly string[];
}

export const FIRST_ROUND: Round = { afterId: FIRST_ID, again: [] };

/**
 * Looks at monitors whose account has changed, and announces every crossing exactly once: the state, how far it was looked
 * at, and the event are written together, under the monitor's lock. Two at once share the work.
 */
@Injectable()
export class EvaluateMonitors {
  constructor(
    private readonly crossings: CrossingsRepository,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** One batch, and where the next begins; undefined when the round is over. */
  async next({ afterId, again }: Round): Promise<{ round: Round; looked: number } | undefined> {
    const at = this.clock.now();
    const changed = await this.crossings.changed(afterId, again, at, BATCH_SIZE);
    const last = changed.at(-1);
    if (!last) return undefined;
    await this.evaluate(
      changed.map(({ id }) => id),
      at,
    );
    const behind = changed.filter((monitor) => monitor.behind).map(({ id }) => id);
    return { round: { afterId: last.id > afterId ? last.id : afterId, again: behind }, looked: changed.length };
  }

  private evaluate(ids: readonly string[], at: Date): Promise<void> {
    return this.transactions.run(async (tx) => {
      const locked = await this.crossings.lock(tx, ids);
      const events = (await this.crossings.evaluate(tx, locked, at)).map(crossingEvent);
      for (let first = 0; first < events.length; first += EVENTS_AT_A_TIME)
        await this.outbox.appendAll(tx, events.slice(first, first + EVENTS_AT_A_TIME));
    });
  }
}
