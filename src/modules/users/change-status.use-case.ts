import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { AccessChanges, Administration } from '../access/index.ts';
import type { User } from './user.ts';
import { UsersRepository } from './users.repository.ts';

export interface ChangeStatusCommand {
  readonly userId: string;
  readonly to: 'active' | 'suspended';
  readonly reason: string;
  readonly by: Principal;
}

/**
 * Suspends a person, or lets them in again; felt by their next request. Refuses `not_found`, `same_person`, `forbidden` (somebody who administers, by
 * who may less) and `last_admin`. To say what is so already changes nothing.
 */
@Injectable()
export class ChangeStatus {
  constructor(
    private readonly administration: Administration,
    private readonly users: UsersRepository,
    private readonly changes: AccessChanges,
  ) {}

  async execute({ userId, to, reason, by }: ChangeStatusCommand): Promise<User> {
    const user = await this.administration.run(by, async (administering) => {
      const { tx } = administering;
      const found = await this.users.lock(tx, userId);
      if (userId === by.id) throw refuse('same_person');
      if (found.status === to) return found;
      await this.administration.demandPower(administering, found);
      await this.users.setStatus(tx, found, { to, by: by.id, reason });
      await this.changes.announceUser(tx, userId);
      return { ...found, status: to };
    });
    await this.changes.feltByUser(userId);
    return user;
  }
}
