import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { type Refusal, refuse } from '../../shared/refusal.ts';
import type { Circumstances } from './evaluate.ts';
import { type History, isSameRequest, type Signal } from './history.ts';
import { Looks } from './looks.ts';
import type { Movement } from './movement.ts';
import { type Judgement, judge } from './rule.ts';
import { Spending } from './spending.ts';
import { NO_LIMITS, type Reserved } from './windows.repository.ts';

/** A movement that was looked at: what it was found to be, and what was written down of it. */
export interface Judged {
  readonly movement: Movement;
  readonly signal: Signal;
  /** What was written down for it, which is given back when it is not done. */
  readonly reservation: Reservation;
  readonly judgement: Judgement;
  readonly shadow: Judgement;
  /** What no rule decides: a limit. */
  readonly refusal?: Refusal;
}

/** Unsure: it was sent, and nobody knows what became of it. */
type Reservation = 'none' | 'made' | 'unsure';

const RETRY_AFTER_SECONDS = 1;
const NOTHING: Judgement = { decision: 'allow', score: 0, reasons: [] };

/** Looks at a movement with what is in force. */
@Injectable()
export class Judging {
  constructor(
    private readonly looks: Looks,
    private readonly spending: Spending,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Whoever asks gives back what was not done. `claim` is the scope of the claim that it is asked under. */
  async decide(movement: Movement, claim?: string): Promise<Judged> {
    const signal = this.signalOf(movement, claim);
    const { blocked } = this.looks.listed(movement);
    const reasons = [...blocked].map((kind) => `listed:${kind}`);
    if (reasons.length > 0) return this.withoutRules(movement, signal, { reservation: 'none', reasons });
    const reserved = await this.spending.reserve(movement.userId, signal, this.looks.limits);
    const reservation = reservationOf(reserved);
    if (reserved.state === 'full')
      return this.withoutRules(movement, signal, { reservation, reasons: ['window:full'] });
    const refusal = this.limitRefusal(movement, signal, reserved);
    if (refusal)
      return this.withoutRules(movement, signal, { reservation, reasons: [`limit:${refusal.code}`], refusal });
    return this.judged(movement, signal, reserved);
  }

  /** The same for a movement that is done already: it counts, and nothing is refused. */
  async watch(movement: Movement): Promise<Judged> {
    const signal = this.signalOf(movement);
    return this.judged(movement, signal, await this.spending.reserve(movement.userId, signal, NO_LIMITS));
  }

  /** What was not done counts no longer. */
  async giveBack({ movement, signal, reservation }: Judged, doneIds: readonly string[]): Promise<void> {
    if (reservation !== 'none')
      await this.spending.giveBack(movement.userId, signal, new Set(doneIds), reservation === 'made');
  }

  private judged(movement: Movement, signal: Signal, reserved: Reserved): Judged {
    const history = 'history' in reserved ? historyBefore(signal, reserved.history) : undefined;
    const seen: Circumstances = { movement, atMs: signal.atMs, history, listed: this.looks.listed(movement).listed };
    const { thresholds } = this.looks;
    return {
      ...{ movement, signal, reservation: reservationOf(reserved) },
      judgement: judge(this.looks.liveRules(movement.subject), seen, thresholds),
      shadow: judge(this.looks.shadowRules(movement.subject), seen, thresholds),
    };
  }

  private withoutRules(
    movement: Movement,
    signal: Signal,
    { reasons, ...why }: { reservation: Reservation; reasons: readonly string[]; refusal?: Refusal },
  ): Judged {
    const judgement: Judgement = { decision: 'block', score: this.looks.thresholds.block, reasons };
    return { movement, signal, judgement, shadow: NOTHING, ...why };
  }

  // What another try of the same request has reserved leaves no room for this one: that is no reason to refuse them both for good.
  private limitRefusal(movement: Movement, signal: Signal, reserved: Reserved): Refusal | undefined {
    if (reserved.state === 'over_limit') {
      const isTried = reserved.history.signals.some((other) => isSameRequest(signal, other));
      if (isTried) return refuse('request_in_progress', undefined, { retryAfterSeconds: RETRY_AFTER_SECONDS });
      return refuse('spending_limit_reached');
    }
    const isUnseen = reserved.state === 'blind' && this.looks.isLimited(movement) && this.looks.refusesUnknownSpending;
    return isUnseen ? refuse('store_unavailable') : undefined;
  }

  // Of this try and no other: ids of movements are chosen by clients, and one may come twice.
  private signalOf({ subject, parts, device, position }: Movement, claim?: string): Signal {
    return { id: this.ids.next(), subject, parts, device, position, claim, atMs: this.clock.now().getTime() };
  }
}

function historyBefore(signal: Signal, history: History): History {
  return { ...history, signals: history.signals.filter((other) => !isSameRequest(signal, other)) };
}

function reservationOf(reserved: Reserved): Reservation {
  if (reserved.state === 'blind') return reserved.isSent ? 'unsure' : 'none';
  return reserved.state === 'reserved' ? 'made' : 'none';
}
