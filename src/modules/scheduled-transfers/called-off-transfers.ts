import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventHandlers, type OutboxEvent } from '../../platform/events/index.ts';
import { Spending } from '../risk/index.ts';
import { CALLED_OFF_EVENTS } from './scheduled-transfer.events.ts';

/** Gives back what a promise took from what its person may spend, once nothing comes of it. */
@Injectable()
export class CalledOffTransfers implements OnModuleInit {
  constructor(
    private readonly handlers: EventHandlers,
    private readonly spending: Spending,
  ) {}

  onModuleInit(): void {
    for (const type of CALLED_OFF_EVENTS) this.handlers.on(type, 'give-back-spending', (event) => this.giveBack(event));
  }

  private async giveBack({ payload, aggregateId }: OutboxEvent): Promise<void> {
    const { userId } = payload;
    if (typeof userId === 'string') await this.spending.callOff(userId, aggregateId);
  }
}
