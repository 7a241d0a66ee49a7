import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { OwnPasskeys } from '../passkeys/index.ts';
import { OwnIdentities } from '../social/index.ts';
import type { User } from '../users/index.ts';

/** Whoever had the password may have added what is younger: docs/decisions/0067. */
const RECENT_MS = 7 * 24 * 3_600_000;

/** As the person knows them. */
export interface WaysIn {
  readonly removed: readonly string[];
  readonly left: readonly string[];
}

/** How a person signs in without their password. */
@Injectable()
export class OtherWaysIn {
  constructor(
    private readonly passkeys: OwnPasskeys,
    private readonly identities: OwnIdentities,
    private readonly clock: Clock,
  ) {}

  /** Removes those that were added lately, with the transaction, in which the person is locked and has a password. Whoever asks tells the person. */
  async removeRecent(tx: Tx, user: User): Promise<WaysIn> {
    const since = new Date(this.clock.now().getTime() - RECENT_MS);
    const passkeys = Map.groupBy(await this.passkeys.list(tx, user.id), ({ createdAt }) => createdAt > since);
    const identities = Map.groupBy(await this.identities.list(tx, user), ({ linkedAt }) => linkedAt > since);
    await this.passkeys.removeAll(tx, user.id, passkeys.get(true) ?? []);
    await this.identities.unlink(tx, user, identities.get(true) ?? []);
    const named = (recent: boolean): string[] => [
      ...(passkeys.get(recent) ?? []).map(({ name }) => `the passkey "${name}"`),
      ...(identities.get(recent) ?? []).map(({ provider }) => `signing in by ${provider}`),
    ];
    return { removed: named(true), left: named(false) };
  }
}
