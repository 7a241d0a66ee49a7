import { Injectable } from '@nestjs/common';
import { audit, type AuditedChange } from '../../platform/audit/index.ts';
import { Postgres, Prisma, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import type { AccessChange, CatalogueEntry, Role } from './access.ts';
import { ADMIN } from './built-in-roles.ts';

const ADMINISTRATION_LOCK = 7_265_332;

type RoleRow = Prisma.RoleGetPayload<object>;

/** A person, as far as their access goes. */
export interface Holder {
  readonly status: string;
  readonly roles: readonly string[];
}

@Injectable()
export class RolesRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Changes of access go one after another: each decides on what the one before it left. */
  async lockAdministration(tx: Tx): Promise<void> {
    await tx.$executeRaw`select pg_advisory_xact_lock(${ADMINISTRATION_LOCK})`;
  }

  /** All of them, by name. */
  async list(reader: Tx = this.postgres.prisma): Promise<Role[]> {
    const rows = await reader.role.findMany({ orderBy: { name: 'asc' } });
    const given = await reader.rolePermission.findMany({ orderBy: { permission: 'asc' } });
    return rows.map((row) => toRole(row, given));
  }

  async find(name: string, reader: Tx = this.postgres.prisma): Promise<Role | undefined> {
    const row = await reader.role.findUnique({ where: { name } });
    return row ? toRole(row, await reader.rolePermission.findMany({ where: { role: name } })) : undefined;
  }

  catalogue(reader: Tx = this.postgres.prisma): Promise<CatalogueEntry[]> {
    return reader.permission.findMany({ orderBy: { name: 'asc' } });
  }

  async insert(tx: Tx, name: string, description: string): Promise<void> {
    const now = this.clock.now();
    await tx.role.create({ data: { name, description, createdAt: now, updatedAt: now } });
  }

  async update(tx: Tx, name: string, description: string): Promise<void> {
    const data = { description, version: { increment: 1 }, updatedAt: this.clock.now() };
    await tx.role.update({ where: { name }, data });
  }

  async setPermissions(tx: Tx, role: string, added: readonly string[], removed: readonly string[]): Promise<void> {
    await tx.rolePermission.deleteMany({ where: { role, permission: { in: [...removed] } } });
    await tx.rolePermission.createMany({ data: added.map((permission) => ({ role, permission })) });
  }

  /** A person under a lock, or undefined when there is none. */
  async lockHolder(tx: Tx, userId: string): Promise<Holder | undefined> {
    const rows = await tx.$queryRaw<Holder[]>`
      select status, roles from app_user where id = ${userId}::uuid for no key update`;
    return rows[0];
  }

  async holder(tx: Tx, userId: string): Promise<Holder | undefined> {
    return (await tx.user.findUnique({ where: { id: userId }, select: { status: true, roles: true } })) ?? undefined;
  }

  async setRoles(tx: Tx, userId: string, roles: readonly string[]): Promise<void> {
    const data = { roles: [...roles], version: { increment: 1 }, updatedAt: this.clock.now() };
    await tx.user.update({ where: { id: userId }, data });
  }

  /** Whether an active person other than this one may do everything. */
  async hasOtherAdmin(tx: Tx, userId: string): Promise<boolean> {
    const where = { roles: { has: ADMIN }, status: 'active', id: { not: userId } };
    return (await tx.user.findFirst({ where, select: { id: true } })) !== null;
  }

  async record(tx: Tx, changes: readonly AccessChange[]): Promise<void> {
    const createdAt = this.clock.now();
    const data = changes.map((change) => ({ ...change, id: this.ids.next(createdAt.getTime()), createdAt }));
    await tx.accessChange.createMany({ data });
    await audit.recordAll(tx, changes.map(auditedOf));
  }
}

function auditedOf({ change, userId, role, permission, reason, changedBy }: AccessChange): AuditedChange {
  const what = { service: 'access', action: `access.${change}`, subjectId: userId ?? role ?? 'roles' };
  const said = { userId: changedBy ?? undefined, reason: reason ?? undefined };
  return { ...what, ...said, after: { role, permission } };
}

function toRole(row: RoleRow, given: readonly { role: string; permission: string }[]): Role {
  const permissions = given.filter(({ role }) => role === row.name).map(({ permission }) => permission);
  return { ...row, permissions: permissions.sort() };
}
