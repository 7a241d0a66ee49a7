import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { derivedKey } from '../../platform/crypto/index.ts';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { plainRecoveryCode } from './recovery-codes.ts';

/** The recovery codes of people, as HMACs. */
@Injectable()
export class RecoveryCodes {
  private readonly key: Buffer;

  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.key = derivedKey(config.secrets.signing, 'recovery-codes');
  }

  /** Takes the place of all that were there. */
  async replace(tx: Tx, userId: string, codes: readonly string[]): Promise<void> {
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await tx.recoveryCode.createMany({ data: codes.map((code) => ({ userId, codeHash: this.hashOf(userId, code) })) });
  }

  /** False when it is none of theirs, or was used before: of two at the same moment one gets it. */
  async use(userId: string, code: string): Promise<boolean> {
    const where = { userId, codeHash: this.hashOf(userId, code), usedAt: null };
    return (
      (await this.postgres.prisma.recoveryCode.updateMany({ where, data: { usedAt: this.clock.now() } })).count === 1
    );
  }

  left(userId: string): Promise<number> {
    return this.postgres.prisma.recoveryCode.count({ where: { userId, usedAt: null } });
  }

  private hashOf(userId: string, code: string): string {
    return createHmac('sha256', this.key)
      .update(`${userId}\n${plainRecoveryCode(code)}`)
      .digest('base64url');
  }
}
