import { Injectable, Logger } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Metrics } from '../../platform/observability/index.ts';
import { networkOf } from '../../platform/rate-limit/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Quotas } from '../one-time/index.ts';
import { Settings } from '../settings/index.ts';

const HOUR_SECONDS = 3_600;
/** Of a network, whose numbers may all be its own: many people sit behind one, and few of them prove a number in one hour. */
const NETWORK_PER_HOUR = 20;

type Bound = 'network' | 'installation';

/** What text messages may cost us: who asks for them chooses the number, and may be paid for each. */
@Injectable()
export class TextMessages {
  private readonly logger = new Logger(TextMessages.name);
  private readonly refused: Counter<'by'>;

  constructor(
    private readonly quotas: Quotas,
    private readonly settings: Settings,
    metrics: Metrics,
  ) {
    this.refused = metrics.counter({
      name: 'text_messages_refused_total',
      help: 'Codes by text message that were not sent, because a network or the installation had sent too many',
      labelNames: ['by'],
    });
  }

  /** Counts one more. Refuses `rate_limited`. The network first: what it may not send is taken from nobody else. */
  async demand(ip: string): Promise<void> {
    if (!(await this.quotas.take('texts-from', networkOf(ip), NETWORK_PER_HOUR))) throw this.tooMany('network');
    const perHour = this.settings.get('contacts.text_messages_per_hour');
    if (await this.quotas.take('texts', 'all', perHour)) return;
    this.logger.warn(`more than ${perHour} codes by text message were asked for in this hour`);
    throw this.tooMany('installation');
  }

  private tooMany(by: Bound): Error {
    this.refused.inc({ by });
    return refuse('rate_limited', 'Too many text messages were sent; try again in an hour', {
      retryAfterSeconds: HOUR_SECONDS,
    });
  }
}
