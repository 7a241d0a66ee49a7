import { Injectable } from '@nestjs/common';
import { Postgres, type Prisma, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { NewPasskey, Passkey } from './passkey.ts';

type Row = Prisma.PasskeyGetPayload<object>;

/** The passkeys of people. */
@Injectable()
export class PasskeysRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /** Oldest first. */
  async list(userId: string, reader: Tx = this.postgres.prisma): Promise<Passkey[]> {
    return (await reader.passkey.findMany({ where: { userId }, orderBy: { id: 'asc' } })).map(toPasskey);
  }

  async findByCredential(credentialId: string): Promise<Passkey | undefined> {
    const row = await this.postgres.prisma.passkey.findUnique({ where: { credentialId } });
    return row ? toPasskey(row) : undefined;
  }

  /** False when the authenticator's key is somebody's already. */
  async insert(tx: Tx, { transports, counter, ...given }: NewPasskey): Promise<boolean> {
    const data = { ...given, transports: [...transports], counter: BigInt(counter), createdAt: this.clock.now() };
    return (await tx.passkey.createMany({ data, skipDuplicates: true })).count === 1;
  }

  /** Counts a use. False when the authenticator's count did not go on: a copy of it, or this very answer, was here before. */
  async use(id: string, counter: number): Promise<boolean> {
    const before = counter === 0 ? { counter: 0n } : { counter: { lt: BigInt(counter) } };
    const data = { counter: BigInt(counter), lastUsedAt: this.clock.now() };
    return (await this.postgres.prisma.passkey.updateMany({ where: { id, ...before }, data })).count === 1;
  }

  async remove(tx: Tx, id: string, userId: string): Promise<void> {
    await tx.passkey.deleteMany({ where: { id, userId } });
  }
}

function toPasskey({ counter, ...row }: Row): Passkey {
  return { ...row, counter: Number(counter) };
}
