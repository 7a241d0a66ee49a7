import { Global, Module } from '@nestjs/common';
import { DeliverBatch } from './deliver-batch.ts';
import { EventHandlers } from './event-handlers.ts';
import { OutboxCleanup } from './outbox-cleanup.job.ts';
import { OutboxRelay } from './outbox-relay.ts';
import { Outbox } from './outbox.ts';
import { OutboxEvents } from './outbox.repository.ts';

@Global()
@Module({
  providers: [Outbox, OutboxEvents, EventHandlers, DeliverBatch, OutboxRelay, OutboxCleanup],
  exports: [Outbox, OutboxEvents, EventHandlers, OutboxRelay],
})
export class EventsModule {}
