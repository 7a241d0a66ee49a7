import { Injectable } from '@nestjs/common';
import { VenueCounts } from '../counters/index.ts';
import { Friends } from '../groups/index.ts';
import { Users } from '../users/index.ts';
import type { Presence } from './presence.ts';
import { Presences } from './presences.ts';

/** Beyond this many friends, the people at the venues are read instead of each friend, where those are fewer. */
export const MAX_FRIENDS_ONE_BY_ONE = 500;

export interface FriendPresent extends Presence {
  readonly firstName: string;
}

/** Where a person's friends are. Nobody else is visible to them. */
@Injectable()
export class FriendsPresent {
  constructor(
    private readonly friends: Friends,
    private readonly presences: Presences,
    private readonly users: Users,
    private readonly counts: VenueCounts,
  ) {}

  /** The friends who are at any of these venues, in the order of their ids. */
  async at(venueIds: readonly string[], userId: string): Promise<FriendPresent[]> {
    const present = await this.present(venueIds, await this.friends.of(userId));
    const people = await this.users.findMany(present.map((presence) => presence.userId));
    const names = new Map(people.map(({ id, firstName }) => [id, firstName]));
    return present
      .map((presence) => ({ ...presence, firstName: names.get(presence.userId) ?? '' }))
      .sort((a, b) => (a.userId < b.userId ? -1 : 1));
  }

  // The same people either way; the counts only tell which way reads less.
  private async present(venueIds: readonly string[], friendIds: readonly string[]): Promise<Presence[]> {
    const venues = new Set(venueIds);
    if (friendIds.length > MAX_FRIENDS_ONE_BY_ONE && friendIds.length > (await this.peopleAt(venueIds))) {
      const friends = new Set(friendIds);
      return (await this.presences.at([...venues])).filter((presence) => friends.has(presence.userId));
    }
    return (await this.presences.findMany(friendIds)).filter(({ venueId }) => venues.has(venueId));
  }

  private async peopleAt(venueIds: readonly string[]): Promise<number> {
    const counts = await this.counts.many(venueIds);
    return [...counts.values()].reduce((sum, { count }) => sum + count, 0);
  }
}
