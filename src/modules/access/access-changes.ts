import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventHandlers, Outbox } from '../../platform/events/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { AccessCache } from './access-cache.repository.ts';

export const ACCESS_CHANGED = 'access.changed';

const ROLES = 'roles';

/**
 * Makes a change of access felt in every process: at once, by `feltBy...` after the commit, and surely, by an event of the same
 * transaction that is delivered until Redis has taken it.
 */
@Injectable()
export class AccessChanges implements OnModuleInit {
  constructor(
    private readonly cache: AccessCache,
    private readonly outbox: Outbox,
    private readonly handlers: EventHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.on(ACCESS_CHANGED, 'forget-access', async ({ payload }) => {
      const { userId } = payload as { userId?: string };
      const forgotten = userId === undefined ? await this.cache.forgetRoles() : await this.cache.forgetUser(userId);
      if (!forgotten) throw new Error('Redis did not take the change');
    });
  }

  /** In the transaction that changes a person's access. */
  async announceUser(tx: Tx, userId: string): Promise<void> {
    await this.outbox.append(tx, { type: ACCESS_CHANGED, aggregateId: `access:${userId}`, payload: { userId } });
  }

  /** In the transaction that changes what roles may. */
  async announceRoles(tx: Tx): Promise<void> {
    await this.outbox.append(tx, { type: ACCESS_CHANGED, aggregateId: ROLES, payload: {} });
  }

  /** After the commit. */
  async feltByUser(userId: string): Promise<void> {
    await this.cache.forgetUser(userId);
  }

  /** After the commit. */
  async feltByAll(): Promise<void> {
    await this.cache.forgetRoles();
  }
}
