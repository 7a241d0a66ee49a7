import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { goneSince, isHere, type Presence } from './presence.ts';
import { withConflictRetry } from './presence-conflict.ts';
import { PresenceMoves } from './presence-moves.repository.ts';
import { PresencesRepository } from './presences.repository.ts';

/** Where people are. What is past its time is not here, however long the store keeps it. */
@Injectable()
export class Presences {
  constructor(
    private readonly repository: PresencesRepository,
    private readonly moves: PresenceMoves,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async find(userId: string): Promise<Presence | undefined> {
    const stored = await this.repository.find(userId);
    return stored && isHere(stored, this.clock.now()) ? stored : undefined;
  }

  /** Those of these people who are at some venue, in no order. */
  async findMany(userIds: readonly string[]): Promise<Presence[]> {
    const stored = await this.repository.findMany(userIds);
    const now = this.clock.now();
    return stored.filter((presence) => isHere(presence, now));
  }

  /** Everybody who is at one of these venues, once each, in no order. */
  async at(venueIds: readonly string[]): Promise<Presence[]> {
    const since = goneSince(this.clock.now());
    const found = await Promise.all(venueIds.map((venueId) => this.repository.lastSeenAfter(venueId, since)));
    // Who moves just now may still be in the index at the old venue as well.
    const inTime = found.flat().sort((a, b) => a.lastSeenAt.getTime() - b.lastSeenAt.getTime());
    return [...new Map(inTime.map((presence) => [presence.userId, presence])).values()];
  }

  /** Puts a person where `next` says: as a heartbeat when they are there, which keeps the time of their check-in. */
  put(wanted: Omit<Presence, 'revision'>): Promise<Presence> {
    const next = { ...wanted, revision: this.ids.next() };
    return withConflictRetry(async () => {
      const { refreshed, stored } = await this.repository.refresh(next, goneSince(next.lastSeenAt));
      if (refreshed) return refreshed;
      await this.moves.arrive(stored, next);
      return next;
    });
  }

  /** Takes a person off wherever they are; nothing happens when they are nowhere. */
  remove(userId: string): Promise<void> {
    return withConflictRetry(async () => {
      const stored = await this.repository.find(userId);
      if (stored) await this.moves.leave(stored, this.clock.now());
    });
  }
}
