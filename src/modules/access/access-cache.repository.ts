import { Injectable } from '@nestjs/common';
import { Broadcasts, Cache } from '../../platform/redis/index.ts';
import type { Access, RolePermissions } from './access.ts';
import { AccessRepository } from './access.repository.ts';
import { keptSeconds } from '../../shared/retention.ts';

const TOPIC = 'access';
const ROLES = 'roles';
/** Another name whenever the form of what is kept changes: while containers are replaced, old and new ones read the same Redis. */
const CACHED_AS = 'access-2';
const KEPT_SECONDS = keptSeconds('access');
const ROLES_KEPT_SECONDS = keptSeconds('rolePermissions');

const tagOf = (subject: string): string => (subject === ROLES ? ROLES : `session:${subject}`);

/**
 * Who may what: people an hour in Redis under `session:{userId}`, what roles may five minutes. While this process would not hear of a change, PostgreSQL is asked:
 * what Redis holds may be what it held before it was gone.
 */
@Injectable()
export class AccessCache {
  constructor(
    private readonly repository: AccessRepository,
    private readonly cache: Cache,
    private readonly broadcasts: Broadcasts,
  ) {}

  /** How long this process may go by what it was told. */
  get copyLifeMs(): number {
    return this.broadcasts.copyLifeMs;
  }

  find(userId: string): Promise<Access | null> {
    return this.through(userId, () => this.repository.find(userId));
  }

  rolePermissions(): Promise<RolePermissions> {
    return this.through(ROLES, () => this.repository.rolePermissions());
  }

  /** Forgets a person's access in every process. False when Redis did not take it: the others then learn of it a little later. */
  forgetUser(userId: string): Promise<boolean> {
    return this.forget(userId);
  }

  /** Forgets what roles may in every process. False as above. */
  forgetRoles(): Promise<boolean> {
    return this.forget(ROLES);
  }

  /** Calls back for each subject that somebody changed, and with none when it may be any. */
  onChange(changed: (subject?: { userId?: string }) => void): void {
    this.broadcasts.on(TOPIC, {
      heard: (subject) => {
        this.cache.abandon(tagOf(subject));
        changed(subject === ROLES ? {} : { userId: subject });
      },
      missed: () => changed(),
    });
  }

  private through<T>(subject: string, load: () => Promise<T>): Promise<T> {
    if (!this.broadcasts.live) return load();
    const seconds = subject === ROLES ? ROLES_KEPT_SECONDS : KEPT_SECONDS;
    return this.cache.through(CACHED_AS, seconds, load, { tag: tagOf(subject) });
  }

  // The cache first: who hears of it must not find the old value there.
  private async forget(subject: string): Promise<boolean> {
    const forgotten = this.broadcasts.alone || (await this.cache.invalidate(tagOf(subject)));
    return (await this.broadcasts.say(TOPIC, subject)) && forgotten;
  }
}
