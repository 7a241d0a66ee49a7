import { Injectable, Logger } from '@nestjs/common';
import { Metrics } from '../../platform/observability/index.ts';
import { type Judged, Judging } from './judging.ts';
import type { LoggedMovement } from './logged-movement.ts';
import type { Movement } from './movement.ts';
import { SignalLog } from './signal-log.repository.ts';

/** How many movements are watched at the same time; what is more is not watched. */
const MAX_UNDER_WAY = 64;

/** Remembers movements, behind them: who moves money does not wait, and nothing is refused. */
@Injectable()
export class Watching {
  private readonly logger = new Logger('Risk');
  private readonly decisions;
  private underWay = 0;

  constructor(
    private readonly judging: Judging,
    private readonly log: SignalLog,
    metrics: Metrics,
  ) {
    this.decisions = metrics.counter({
      ...{ name: 'risk_decisions_total', help: 'Movements that were looked at', labelNames: ['subject', 'decision'] },
    });
  }

  /** A movement that is done, which no rule decides on. */
  watch(movement: Movement): void {
    if (this.underWay >= MAX_UNDER_WAY) return this.count(movement, 'missed');
    this.underWay += 1;
    this.judging
      .watch(movement)
      .then((judged) => this.remember(judged, 'watched'))
      .catch((error: unknown) => this.missed(movement, error))
      .finally(() => (this.underWay -= 1));
  }

  /** A movement that was decided on. */
  remember({ movement, signal, judgement, shadow }: Judged, decision: LoggedMovement['decision']): void {
    const { id, userId, address } = movement;
    const { score, reasons } = judgement;
    this.log.append({ ...signal, id, userId, address, decision, score, reasons, shadow });
    this.count(movement, decision);
  }

  private missed(movement: Movement, error: unknown): void {
    this.count(movement, 'missed');
    this.logger.warn(`a movement was not watched: ${error instanceof Error ? error.message : 'unknown'}`);
  }

  private count({ subject }: Movement, decision: string): void {
    this.decisions.inc({ subject, decision });
  }
}
