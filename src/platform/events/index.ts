export { EventHandlers } from './event-handlers.ts';
export { EventsModule } from './events.module.ts';
export { Outbox } from './outbox.ts';
export { type NewOutboxEvent, type OutboxEvent } from './outbox-event.ts';
export { OutboxRelay } from './outbox-relay.ts';
export { OutboxEvents, type DeadEvent, type OutboxCounts } from './outbox.repository.ts';
