import { Injectable } from '@nestjs/common';
import type { OutboxEvent } from './outbox-event.ts';

export const EVERY_TYPE = '*';

export interface EventHandler {
  readonly name: string;
  readonly handle: (event: OutboxEvent) => Promise<void>;
}

/**
 * Who listens to which event. Delivery is at least once, and not in order across aggregates: a handler must be idempotent.
 * When one handler of an event fails, all of that event's handlers are called again later.
 */
@Injectable()
export class EventHandlers {
  private readonly byType = new Map<string, EventHandler[]>();

  /** Registers a handler for one type, or for every type (`*`). Call it in `onModuleInit`. A name is used once a type. */
  on(type: string, name: string, handle: EventHandler['handle']): void {
    const handlers = this.byType.get(type) ?? [];
    if (handlers.some((handler) => handler.name === name)) {
      throw new Error(`event handler ${name} is registered twice for ${type}`);
    }
    this.byType.set(type, [...handlers, { name, handle }]);
  }

  of(type: string): readonly EventHandler[] {
    return [...(this.byType.get(type) ?? []), ...(this.byType.get(EVERY_TYPE) ?? [])];
  }
}
