import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { ProviderNotice } from './provider-webhooks.ts';
import { RETENTION } from '../../shared/retention.ts';

/** Ten times as long as any provider repeats itself. */
const KEPT_MS = RETENTION.providerEvent.keptMs;

/** The events that a provider has sent, so that one that is sent again is known. */
@Injectable()
export class ProviderEventsRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /** False when it was received before. */
  async insert(tx: Tx, provider: string, { id: eventId, type, paymentId }: ProviderNotice): Promise<boolean> {
    const data = [{ provider, eventId, type, paymentId, receivedAt: this.clock.now() }];
    const { count } = await tx.providerEvent.createMany({ data, skipDuplicates: true });
    return count === 1;
  }

  /** Deletes events that cannot be repeated any more, at most `limit`; returns how many. */
  deleteOld(limit: number): Promise<number> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    return this.postgres.prisma.$executeRaw`
      delete from provider_event where (provider, event_id) in (
        select provider, event_id from provider_event where received_at <= ${before} order by received_at limit ${limit}
        for update skip locked)`;
  }
}
