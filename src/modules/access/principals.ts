import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { type Refusal, refuse } from '../../shared/refusal.ts';
import type { Access } from './access.ts';
import { AccessCache } from './access-cache.repository.ts';
import { Catalogue } from './catalogue.ts';
import { RoleTable } from './role-table.ts';
import { ShortMemory } from './short-memory.ts';

const CAPACITY = 10_000;
/** While every change is heard of; bounded, for a message is never sure. */
const LIFE_MS = 30_000;
/** While changes may go unheard. */
const DEAF_LIFE_MS = 2_000;
const ROLES = 'roles';

/** Somebody who signed in. */
export interface SignedIn {
  readonly userId: string;
  readonly sessionId: string;
}

/**
 * Who asks, and what they may do now: their roles, status and sessions, and the permissions of roles, kept in this process and
 * forgotten the moment that they change.
 */
@Injectable()
export class Principals implements OnModuleInit {
  private readonly people: ShortMemory<Access | null>;
  private readonly roles: ShortMemory<RoleTable>;

  constructor(
    private readonly cache: AccessCache,
    private readonly catalogue: Catalogue,
  ) {
    const lifeMs = (): number => (cache.live ? LIFE_MS : DEAF_LIFE_MS);
    this.people = new ShortMemory(CAPACITY, lifeMs);
    this.roles = new ShortMemory(1, lifeMs);
  }

  onModuleInit(): void {
    this.cache.onChange((subject) => this.forget(subject));
  }

  /** The principal, when all that says so is known here and nothing speaks against it; asks nobody. */
  known(who: SignedIn): Principal | undefined {
    const [access, table] = [this.people.get(who.userId), this.roles.get(ROLES)];
    return access && table && objection(who, access) === undefined ? principal(who, access, table) : undefined;
  }

  /** The principal. Refuses `invalid_token` when the session has ended or the person is gone, and `forbidden` for a suspended one. */
  async of(who: SignedIn): Promise<Principal> {
    const [access, table] = await Promise.all([
      this.people.through(who.userId, () => this.cache.find(who.userId)),
      this.roles.through(ROLES, () => this.loadRoles()),
    ]);
    if (access === null) throw refuse('invalid_token');
    const refusal = objection(who, access);
    if (refusal) throw refusal;
    return principal(who, access, table);
  }

  private async loadRoles(): Promise<RoleTable> {
    await this.catalogue.ready();
    return new RoleTable(await this.cache.rolePermissions());
  }

  private forget(subject?: { userId?: string }): void {
    if (subject?.userId !== undefined) return this.people.forget(subject.userId);
    this.roles.forgetAll();
    if (subject === undefined) this.people.forgetAll();
  }
}

function objection({ sessionId }: SignedIn, { status, endedSessions }: Access): Refusal | undefined {
  if (endedSessions.includes(sessionId)) return refuse('invalid_token', 'The session has ended');
  if (status === 'deleted') return refuse('invalid_token');
  return status === 'active' ? undefined : refuse('forbidden', 'The account is suspended');
}

function principal({ userId, sessionId }: SignedIn, { roles }: Access, table: RoleTable): Principal {
  return { id: userId, sessionId, roles, permissions: table.permissionsOf(roles) };
}
