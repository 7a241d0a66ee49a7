import { Injectable, Logger } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import type { OpenRecord } from './idempotent-request.ts';
import type { IdempotencyRecord, NewRecord } from './record.ts';
import { IdempotencyRecords } from './records.repository.ts';

const RETRY_AFTER_SECONDS = 1;

/** Either the record that the request must end, or the earlier one whose answer it gets. */
export type Beginning = { readonly opened: OpenRecord } | { readonly earlier: IdempotencyRecord };

/** Begins a request under its key. Refuses idempotency_key_reused, request_in_progress, store_unavailable. */
@Injectable()
export class BeginRequest {
  private readonly logger = new Logger(BeginRequest.name);

  constructor(private readonly records: IdempotencyRecords) {}

  async execute(asked: NewRecord): Promise<Beginning> {
    const { decision, opened } = await this.begin(asked);
    switch (decision.kind) {
      case 'begun':
        return { opened };
      case 'replay':
        return { earlier: decision.record };
      case 'reused':
        throw refuse('idempotency_key_reused');
      case 'in_progress':
        throw refuse('request_in_progress', undefined, { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
  }

  // Without a record nothing is done: the caller may send the same request again.
  private async begin(asked: NewRecord): ReturnType<IdempotencyRecords['begin']> {
    try {
      return await this.records.begin(asked);
    } catch (error) {
      this.logger.error(`no idempotency record could be begun: ${error instanceof Error ? error.message : 'unknown'}`);
      const extras = { retryAfterSeconds: RETRY_AFTER_SECONDS };
      throw refuse('store_unavailable', 'Nothing was done; try again shortly', extras);
    }
  }
}
