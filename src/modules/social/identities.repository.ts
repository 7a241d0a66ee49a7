import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { LinkedIdentity } from './identity.ts';
import type { SocialIdentity, SocialProviderName } from './social-provider.ts';

type Known = Pick<SocialIdentity, 'provider' | 'subject'>;

@Injectable()
export class IdentitiesRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  async ownerOf({ provider, subject }: Known, reader: Tx = this.postgres.prisma): Promise<string | undefined> {
    const row = await reader.userIdentity.findUnique({ where: { provider_subject: { provider, subject } } });
    return row?.userId;
  }

  /** By provider. */
  async list(userId: string, reader: Tx = this.postgres.prisma): Promise<LinkedIdentity[]> {
    const rows = await reader.userIdentity.findMany({ where: { userId }, orderBy: { provider: 'asc' } });
    return rows.map((row) => ({ ...row, provider: row.provider as SocialProviderName }));
  }

  /** False when it is linked already, or the person has another of this provider: of several at once, one is first. */
  async insert(tx: Tx, { provider, subject }: Known, userId: string): Promise<boolean> {
    const data = { provider, subject, userId, linkedAt: this.clock.now() };
    return (await tx.userIdentity.createMany({ data, skipDuplicates: true })).count === 1;
  }

  async remove(tx: Tx, userId: string, provider: SocialProviderName): Promise<void> {
    await tx.userIdentity.deleteMany({ where: { userId, provider } });
  }
}
