import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import type { Principal, Proof } from '../../shared/principal.ts';
import { type Refusal, refuse } from '../../shared/refusal.ts';
import type { Access } from './access.ts';
import { AccessCache } from './access-cache.repository.ts';
import { Catalogue } from './catalogue.ts';
import { type KeyHolder, KeyScopes, workingKey } from './key-access.ts';
import { RoleTable } from './role-table.ts';
import { ShortMemory } from './short-memory.ts';

const CAPACITY = 10_000;
const ROLES = 'roles';

/** Somebody who signed in. */
export interface SignedIn {
  readonly userId: string;
  readonly sessionId: string;
  /** Of the person when the session began. */
  readonly epoch: number;
  readonly proof?: Proof;
}

/**
 * Who asks, and what they may do now: their roles, status, sessions and keys, and the permissions of roles, kept in this process and
 * forgotten the moment that they change.
 */
@Injectable()
export class Principals implements OnModuleInit {
  private readonly people: ShortMemory<Access | null>;
  private readonly roles: ShortMemory<RoleTable>;
  private readonly scopes = new KeyScopes();

  constructor(
    private readonly cache: AccessCache,
    private readonly catalogue: Catalogue,
    private readonly clock: Clock,
  ) {
    const lifeMs = (): number => cache.copyLifeMs;
    this.people = new ShortMemory(CAPACITY, lifeMs);
    this.roles = new ShortMemory(1, lifeMs);
  }

  onModuleInit(): void {
    this.cache.onChange((subject) => this.forget(subject));
  }

  /** The principal, when all that says so is known here and nothing speaks against it; asks nobody. */
  known(who: SignedIn | KeyHolder): Principal | undefined {
    const [access, table] = [this.people.get(who.userId), this.roles.get(ROLES)];
    if (!access || !table) return undefined;
    const found = this.principal(who, access, table);
    return found instanceof Error ? undefined : found;
  }

  /**
   * The principal. Refuses `invalid_token` when the session has ended or the person is gone, `invalid_api_key` for a key that does not
   * work, and `forbidden` for a suspended person.
   */
  async of(who: SignedIn | KeyHolder): Promise<Principal> {
    const [access, table] = await Promise.all([
      this.people.through(who.userId, () => this.cache.find(who.userId)),
      this.roles.through(ROLES, () => this.loadRoles()),
    ]);
    const found = this.principal(who, access, table);
    if (found instanceof Error) throw found;
    return found;
  }

  private principal(who: SignedIn | KeyHolder, access: Access | null, table: RoleTable): Principal | Refusal {
    const isKey = 'keyId' in who;
    if (access === null || access.status === 'deleted') return refuse(isKey ? 'invalid_api_key' : 'invalid_token');
    const found = isKey ? this.holder(who, access, table) : inSession(who, access, table);
    // Only who has proved who they are learns that the account is suspended.
    if (found instanceof Error || access.status === 'active') return found;
    return refuse('forbidden', 'The account is suspended');
  }

  private holder(who: KeyHolder, access: Access, table: RoleTable): Principal | Refusal {
    const key = workingKey(who, access, this.clock.now().getTime());
    if (key === undefined) return refuse('invalid_api_key');
    const permissions = this.scopes.of(key, table.permissionsOf(access.roles));
    return { id: who.userId, apiKeyId: key.id, roles: access.roles, permissions };
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

function inSession(
  { userId, sessionId, epoch, proof }: SignedIn,
  access: Access,
  table: RoleTable,
): Principal | Refusal {
  const { roles, sessionEpoch, endedSessions } = access;
  const isOver = epoch !== sessionEpoch || endedSessions.includes(sessionId);
  if (isOver) return refuse('invalid_token', 'The session has ended');
  return { id: userId, sessionId, sessionEpoch: epoch, roles, permissions: table.permissionsOf(roles), proof };
}
