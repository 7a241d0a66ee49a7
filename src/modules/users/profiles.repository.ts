import { Injectable } from '@nestjs/common';
import { PersonalBox, type SecretPlace } from '../../platform/crypto/index.ts';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Profile, ProfileDetails } from './profile.ts';

/** What people said of themselves, sealed: a dump of the table tells nothing. */
@Injectable()
export class ProfilesRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    private readonly box: PersonalBox,
  ) {}

  async find(userId: string, reader: Tx = this.postgres.prisma): Promise<Profile | undefined> {
    const row = await reader.userProfile.findUnique({ where: { userId } });
    if (!row) return undefined;
    const details = JSON.parse(
      await this.box.open(userId, row.sealedDetails, placeOf(userId), reader),
    ) as ProfileDetails;
    return { ...details, version: row.version, submittedAt: row.submittedAt };
  }

  /** What it is now. */
  async put(tx: Tx, userId: string, details: ProfileDetails): Promise<Profile> {
    const said = {
      sealedDetails: await this.box.seal(tx, userId, JSON.stringify(details), placeOf(userId)),
      submittedAt: this.clock.now(),
    };
    const { version, submittedAt } = await tx.userProfile.upsert({
      where: { userId },
      create: { userId, ...said },
      update: { ...said, version: { increment: 1 } },
    });
    return { ...details, version, submittedAt };
  }

  /** The version that is there now, without opening it. */
  async versionOf(tx: Tx, userId: string): Promise<number | undefined> {
    return (await tx.userProfile.findUnique({ where: { userId }, select: { version: true } }))?.version;
  }
}

function placeOf(rowId: string): SecretPlace {
  return { table: 'user_profile', column: 'sealed_details', rowId };
}
