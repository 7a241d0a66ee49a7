import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Postgres, Prisma, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import type { KycStatus } from './kyc-state.ts';
import {
  type ChangedEmail,
  type Contact,
  type Credentials,
  type NewUser,
  type User,
  USER_STATUSES,
  type UserStatus,
} from './user.ts';

const UNIQUE_VIOLATION = 'P2002';

/** Of somebody who is not deleted. */
const PRESENT = { deletedAt: null } as const;

export const PUBLIC_COLUMNS = {
  id: true,
  email: true,
  firstName: true,
  lastName: true,
  phone: true,
  roles: true,
  status: true,
  kycStatus: true,
  emailVerifiedAt: true,
  phoneVerifiedAt: true,
  sessionEpoch: true,
  createdAt: true,
} as const;

type UserRow = Prisma.UserGetPayload<{ select: typeof PUBLIC_COLUMNS }>;

/** A new value of a person's status or check. */
export interface Turn<Value extends string> {
  readonly to: Value;
  readonly by: string;
  readonly reason?: string;
}

export type ChangedMe = Partial<Pick<User, 'firstName' | 'lastName' | 'phone'>>;

@Injectable()
export class UsersRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Not somebody who deleted their account. */
  async findById(id: string, reader: Tx = this.postgres.prisma): Promise<User | undefined> {
    const row = await reader.user.findUnique({ where: { id, ...PRESENT }, select: PUBLIC_COLUMNS });
    return row ? toUser(row) : undefined;
  }

  /** Not somebody who deleted their account. */
  async findByEmail(email: string): Promise<User | undefined> {
    const row = await this.postgres.prisma.user.findUnique({ where: { email, ...PRESENT }, select: PUBLIC_COLUMNS });
    return row ? toUser(row) : undefined;
  }

  /** Reads outside of every transaction unless one is given. Also those who deleted their account: history names them. */
  async findMany(ids: readonly string[], reader: Tx = this.postgres.prisma): Promise<User[]> {
    const where = { id: { in: [...new Set(ids)] } };
    const rows = await reader.user.findMany({ where, select: PUBLIC_COLUMNS });
    return rows.map(toUser);
  }

  async credentialsOf(email: string): Promise<Credentials | undefined> {
    return this.credentialsWhere({ email });
  }

  /** Refuses `email_taken`, whatever the case of the letters. */
  async insert(tx: Tx, { roles = ['customer'], phone = null, ...given }: NewUser): Promise<User> {
    const now = this.clock.now();
    const data = { ...given, phone, id: this.ids.next(), roles: [...roles], createdAt: now, updatedAt: now };
    return toUser(await tx.user.create({ data, select: PUBLIC_COLUMNS }).catch(refuseTaken));
  }

  /** Somebody as they are under the lock. Refuses `not_found`, also for who deleted their account. */
  async lock(tx: Tx, id: string): Promise<User> {
    await tx.$queryRaw`select 1 from app_user where id = ${id}::uuid for no key update`;
    const user = await this.findById(id, tx);
    if (!user) throw refuse('not_found');
    return user;
  }

  async lockByEmail(tx: Tx, email: string): Promise<User | undefined> {
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      select id from app_user where email = ${email}::citext and deleted_at is null for no key update`;
    return row && this.findById(row.id, tx);
  }

  async hasPassword(tx: Tx, id: string): Promise<boolean> {
    return (await tx.user.count({ where: { id, passwordHash: { not: null } } })) === 1;
  }

  /** The person as they are now. Another number is not proved any more. */
  async change(tx: Tx, { id, phone }: User, changed: ChangedMe): Promise<User> {
    const renumbered = changed.phone !== undefined && changed.phone !== phone;
    const data = { ...changed, ...(renumbered ? { phoneVerifiedAt: null } : {}), ...this.touched() };
    await audit.record(tx, { service: 'users', action: 'user.changed', subjectId: id, after: changed });
    return toUser(await tx.user.update({ where: { id }, data, select: PUBLIC_COLUMNS }));
  }

  /** Refuses `email_taken`, whatever the case of the letters. */
  async changeEmail(tx: Tx, { id, email: former }: User, { email, proved, reason }: ChangedEmail): Promise<void> {
    const data = { email, emailVerifiedAt: proved ? this.clock.now() : null, ...this.touched() };
    await tx.user.update({ where: { id }, data, select: { id: true } }).catch(refuseTaken);
    const what = { service: 'users', action: 'user.email_changed', subjectId: id, reason };
    await audit.record(tx, { ...what, before: { email: former }, after: { email } });
  }

  /** Ends every session of theirs; the number that counts from now on. */
  async endSessions(tx: Tx, id: string): Promise<number> {
    const data = { sessionEpoch: { increment: 1 } };
    await audit.record(tx, { service: 'users', action: 'user.sessions_ended', subjectId: id });
    return (await tx.user.update({ where: { id }, data, select: { sessionEpoch: true } })).sessionEpoch;
  }

  async setPassword(tx: Tx, id: string, passwordHash: string): Promise<void> {
    await tx.user.update({ where: { id }, data: { passwordHash, ...this.touched() } });
    await audit.record(tx, { service: 'users', action: 'user.password_changed', subjectId: id });
  }

  async credentialsById(id: string): Promise<Credentials | undefined> {
    return this.credentialsWhere({ id });
  }

  /** Undefined when it is not their address or number any more. */
  async verifyContact(tx: Tx, id: string, contact: Contact, value: string): Promise<User | undefined> {
    const now = this.clock.now();
    const proved = contact === 'email' ? { emailVerifiedAt: now } : { phoneVerifiedAt: now };
    const where = { id, [contact]: value, ...PRESENT };
    const [row] = await tx.user.updateManyAndReturn({
      where,
      data: { ...proved, ...this.touched() },
      select: PUBLIC_COLUMNS,
    });
    if (!row) return undefined;
    const after = { verified: contact };
    await audit.record(tx, { service: 'users', action: 'user.contact_verified', subjectId: id, after });
    return toUser(row);
  }

  async setStatus(tx: Tx, { id, status }: User, turn: Turn<UserStatus>): Promise<void> {
    const deletedAt = turn.to === 'deleted' ? this.clock.now() : null;
    await tx.user.update({ where: { id }, data: { status: turn.to, deletedAt, ...this.touched() } });
    await this.record(tx, { userId: id, field: 'status', from: status }, turn);
  }

  async setKycStatus(tx: Tx, { id, kycStatus }: User, turn: Turn<KycStatus>): Promise<void> {
    await tx.user.update({ where: { id }, data: { kycStatus: turn.to, ...this.touched() } });
    await this.record(tx, { userId: id, field: 'kyc', from: kycStatus }, turn);
  }

  private async credentialsWhere(
    who: { readonly id: string } | { readonly email: string },
  ): Promise<Credentials | undefined> {
    const select = { ...PUBLIC_COLUMNS, passwordHash: true };
    const row = await this.postgres.prisma.user.findUnique({ where: { ...who, ...PRESENT }, select });
    return row ? { user: toUser(row), passwordHash: row.passwordHash } : undefined;
  }

  private async record(
    tx: Tx,
    { userId, field, from }: { userId: string; field: string; from: string },
    { to, by, reason }: Turn<string>,
  ): Promise<void> {
    const createdAt = this.clock.now();
    const id = this.ids.next(createdAt.getTime());
    const line = { id, userId, field, fromValue: from, toValue: to, reason, changedBy: by, createdAt };
    await tx.userChange.create({ data: line });
    const what = { service: 'users', action: `user.${field}_changed`, subjectId: userId, userId: by, reason };
    await audit.record(tx, { ...what, before: { [field]: from }, after: { [field]: to } });
  }

  private touched() {
    return { version: { increment: 1 }, updatedAt: this.clock.now() };
  }
}

export function toUser(row: UserRow): User {
  return { ...row, status: toStatus(row.status), kycStatus: row.kycStatus as KycStatus };
}

// The unique index alone decides: who asked first is known to nobody else.
function refuseTaken(error: unknown): never {
  const isTaken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === UNIQUE_VIOLATION;
  throw isTaken ? refuse('email_taken') : error;
}

// What is not plainly active is not let in.
function toStatus(status: string): UserStatus {
  return USER_STATUSES.find((known) => known === status) ?? 'suspended';
}
