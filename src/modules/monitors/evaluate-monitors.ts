import { Injectable, Logger } from '@nestjs/common';
import { isItemsFault } from '../../ledger/index.ts';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import { tookTooLong, Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { CrossingsRepository, type Look } from './crossings.repository.ts';
import { crossingEvent } from './monitor.events.ts';

const BATCH_SIZE = 100;
/** How many values one transaction goes through, of all its monitors together. Each can be a crossing, and so an event. */
export const MAX_VALUES_A_LOOK = 2_000;
/** How many it goes through for one monitor, when a look at many has failed. */
const MAX_VALUES_ALONE = BigInt(MAX_VALUES_A_LOOK / BATCH_SIZE);
const EVENTS_AT_A_TIME = 500;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** How far a round through the monitors has come. */
export interface Round {
  readonly afterId: string;
  /** Whether one look was not enough for somebody, so that it goes round once more. */
  readonly again: boolean;
  /** Those of a look that failed, to be looked at one by one. */
  readonly alone: readonly string[];
  /** Those that cannot be looked at. */
  readonly aside: readonly string[];
}

export const FIRST_ROUND: Round = { afterId: FIRST_ID, again: false, alone: [], aside: [] };

/**
 * Looks at monitors whose account has changed, and announces every crossing exactly once: the state, how far it was looked
 * at, and the event are written together, under the monitor's lock. Two at once share the work.
 */
@Injectable()
export class EvaluateMonitors {
  private readonly logger = new Logger(EvaluateMonitors.name);

  constructor(
    private readonly crossings: CrossingsRepository,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * One look, and where the next begins; undefined when the round is over. Who has much to look at waits until all others
   * had their turn. The last round says in `aside` who could not be looked at.
   */
  next(round: Round): Promise<{ round: Round; looked: number } | undefined> {
    const [id] = round.alone;
    return id === undefined ? this.lookAtMany(round) : this.lookAtOne(round, id);
  }

  private async lookAtMany(round: Round): Promise<{ round: Round; looked: number } | undefined> {
    const at = this.clock.now();
    const changed = await this.crossings.changed(round.afterId, round.aside, at, BATCH_SIZE);
    const last = changed.at(-1);
    if (!last) return round.again ? this.lookAtMany({ ...FIRST_ROUND, aside: round.aside }) : undefined;
    const ids = changed.map(({ id }) => id);
    const entriesEach = BigInt(MAX_VALUES_A_LOOK) / BigInt(ids.length);
    const done = await this.tried({ ids, at, entriesEach });
    const again = round.again || changed.some(({ unseen }) => unseen > entriesEach);
    return { round: { ...round, afterId: last.id, again, alone: done ? [] : ids }, looked: done ? ids.length : 1 };
  }

  // Whoever cannot be looked at must not keep the others waiting.
  private async lookAtOne(round: Round, id: string): Promise<{ round: Round; looked: number }> {
    const done = await this.tried({ ids: [id], at: this.clock.now(), entriesEach: MAX_VALUES_ALONE });
    const aside = done ? round.aside : [...round.aside, id];
    return { round: { ...round, again: true, alone: round.alone.slice(1), aside }, looked: 1 };
  }

  private async tried(look: Look): Promise<boolean> {
    try {
      await this.evaluate(look);
      return true;
    } catch (error) {
      if (!isItemsFault(error) && !tookTooLong(error)) throw error;
      const message = error instanceof Error ? error.message : 'unknown';
      this.logger.error(`${look.ids.length} monitors, the first of them ${look.ids[0]}: ${message}`);
      return false;
    }
  }

  private evaluate(look: Look): Promise<void> {
    return this.transactions.run(async (tx) => {
      const ids = await this.crossings.lock(tx, look.ids);
      const events = (await this.crossings.evaluate(tx, { ...look, ids })).map(crossingEvent);
      for (let first = 0; first < events.length; first += EVENTS_AT_A_TIME) {
        const some = events.slice(first, first + EVENTS_AT_A_TIME);
        await this.outbox.appendAll(tx, some);
        await audit.announced(tx, 'monitors', some);
      }
    });
  }
}
