import { Injectable } from '@nestjs/common';
import { FreezesRepository, type FreezeFilter } from '../../ledger/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { FreezeReleasesRepository } from './freeze-releases.repository.ts';
import type { FreezeRelease, WalletFreeze } from './wallet-freeze.ts';

/** Freezes as the ledger keeps them, and beside them who let go of what, and why. */
@Injectable()
export class FreezeRecords {
  constructor(
    private readonly freezes: FreezesRepository,
    private readonly releases: FreezeReleasesRepository,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** The id of a freeze to come. Ids sort by the time they were made; lists rely on it. */
  nextId(): string {
    return this.ids.next(this.clock.now().getTime());
  }

  /** A freeze of this wallet. Refuses `not_found`. */
  async require(tx: Tx, walletId: string, freezeId: string): Promise<WalletFreeze> {
    const freeze = await this.freezes.find(freezeId, tx);
    if (freeze?.accountId !== walletId) throw refuse('not_found', 'The wallet has no such freeze');
    const releases = await this.releases.lastOf([freezeId], tx);
    return { ...freeze, lastRelease: releases.get(freezeId) ?? null };
  }

  /**
   * The same, locked until the transaction ends, so that what was released before is known. Nobody who has an account locked waits for
   * a freeze's lock without having taken it first: only releases take it, all of them here.
   */
  async lock(tx: Tx, walletId: string, freezeId: string): Promise<WalletFreeze> {
    await this.freezes.lock(tx, freezeId);
    return this.require(tx, walletId, freezeId);
  }

  /** Newest first, `limit + 1` at most. */
  async list(filter: FreezeFilter): Promise<WalletFreeze[]> {
    const freezes = await this.freezes.list(filter);
    const releases = await this.releases.lastOf(freezes.map(({ id }) => id));
    return freezes.map((freeze) => ({ ...freeze, lastRelease: releases.get(freeze.id) ?? null }));
  }

  async noteRelease(tx: Tx, release: Omit<FreezeRelease, 'createdAt'>): Promise<void> {
    await this.releases.insert(tx, { ...release, createdAt: this.clock.now() });
  }
}
