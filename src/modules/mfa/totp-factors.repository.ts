import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalBox, SealedColumns, type SecretPlace } from '../../platform/crypto/index.ts';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';

const TABLE = { table: 'totp_factor', column: 'sealed_secret' } as const;

export interface TotpFactor {
  readonly secret: string;
  /** Until then it is not asked for. */
  readonly confirmedAt: Date | null;
}

/** The authenticators of people, one each. */
@Injectable()
export class TotpFactors implements OnModuleInit {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    private readonly box: PersonalBox,
    private readonly sealedColumns: SealedColumns,
  ) {}

  onModuleInit(): void {
    this.sealedColumns.register({ ...TABLE, key: 'user_id', person: 'user_id' });
  }

  async find(userId: string, reader: Tx = this.postgres.prisma): Promise<TotpFactor | undefined> {
    const row = await reader.totpFactor.findUnique({ where: { userId } });
    if (!row) return undefined;
    return {
      secret: await this.box.open(userId, row.sealedSecret, placeOf(userId), reader),
      confirmedAt: row.confirmedAt,
    };
  }

  /** Whether it is asked for, without opening it. */
  async isConfirmed(userId: string, reader: Tx = this.postgres.prisma): Promise<boolean> {
    return (await reader.totpFactor.count({ where: { userId, confirmedAt: { not: null } } })) === 1;
  }

  /** Takes the place of one that was never confirmed. False when there is a confirmed one. */
  async put(tx: Tx, userId: string, secret: string): Promise<boolean> {
    const sealed = await this.box.seal(tx, userId, secret, placeOf(userId));
    const written = await tx.$executeRaw`
      insert into totp_factor (user_id, sealed_secret, created_at) values (${userId}::uuid, ${sealed}, ${this.clock.now()})
      on conflict (user_id) do update set sealed_secret = excluded.sealed_secret, created_at = excluded.created_at, last_step = 0
      where totp_factor.confirmed_at is null`;
    return written === 1;
  }

  /** False when it was confirmed before. */
  async confirm(tx: Tx, userId: string): Promise<boolean> {
    const data = { confirmedAt: this.clock.now() };
    return (await tx.totpFactor.updateMany({ where: { userId, confirmedAt: null }, data })).count === 1;
  }

  /** Uses the code of a time step up. False when it, or a later one, was used before: of two at the same moment one gets it. */
  async useStep(userId: string, step: number, writer: Tx = this.postgres.prisma): Promise<boolean> {
    const lastStep = BigInt(step);
    return (
      (await writer.totpFactor.updateMany({ where: { userId, lastStep: { lt: lastStep } }, data: { lastStep } }))
        .count === 1
    );
  }

  /** False when there is none. */
  async remove(tx: Tx, userId: string): Promise<boolean> {
    return (await tx.totpFactor.deleteMany({ where: { userId } })).count === 1;
  }
}

function placeOf(rowId: string): SecretPlace {
  return { ...TABLE, rowId };
}
