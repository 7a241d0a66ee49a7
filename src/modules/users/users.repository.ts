import { Injectable } from '@nestjs/common';
import { Postgres, Prisma, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Credentials, NewUser, User, UserStatus } from './user.ts';

const UNIQUE_VIOLATION = 'P2002';

const PUBLIC_COLUMNS = {
  id: true,
  email: true,
  firstName: true,
  lastName: true,
  phone: true,
  roles: true,
  status: true,
  createdAt: true,
} as const;

type UserRow = Prisma.UserGetPayload<{ select: typeof PUBLIC_COLUMNS }>;

@Injectable()
export class UsersRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async findById(id: string): Promise<User | undefined> {
    const row = await this.postgres.prisma.user.findUnique({ where: { id }, select: PUBLIC_COLUMNS });
    return row ? toUser(row) : undefined;
  }

  async findByEmail(email: string): Promise<User | undefined> {
    const row = await this.postgres.prisma.user.findUnique({ where: { email }, select: PUBLIC_COLUMNS });
    return row ? toUser(row) : undefined;
  }

  /** Reads outside of every transaction unless one is given. */
  async findMany(ids: readonly string[], reader: Tx = this.postgres.prisma): Promise<User[]> {
    const where = { id: { in: [...new Set(ids)] } };
    const rows = await reader.user.findMany({ where, select: PUBLIC_COLUMNS });
    return rows.map(toUser);
  }

  async credentialsOf(email: string): Promise<Credentials | undefined> {
    const select = { ...PUBLIC_COLUMNS, passwordHash: true };
    const row = await this.postgres.prisma.user.findUnique({ where: { email }, select });
    return row ? { user: toUser(row), passwordHash: row.passwordHash } : undefined;
  }

  /** Refuses `email_taken`, whatever the case of the letters. */
  async insert(tx: Tx, { roles = ['customer'], phone = null, ...given }: NewUser): Promise<User> {
    const now = this.clock.now();
    const data = { ...given, phone, id: this.ids.next(), roles: [...roles], createdAt: now, updatedAt: now };
    try {
      return toUser(await tx.user.create({ data, select: PUBLIC_COLUMNS }));
    } catch (error) {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === UNIQUE_VIOLATION) {
        throw refuse('email_taken');
      }
      throw error;
    }
  }
}

function toUser(row: UserRow): User {
  return { ...row, status: toStatus(row.status) };
}

// What is not plainly active is not let in.
function toStatus(status: string): UserStatus {
  return status === 'active' ? 'active' : 'suspended';
}
