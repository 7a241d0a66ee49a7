import { Injectable } from '@nestjs/common';
import { Friends } from '../groups/index.ts';
import { Users } from '../users/index.ts';
import type { Presence } from './presence.ts';
import { Presences } from './presences.ts';

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
  ) {}

  /** The friends who are at any of these venues, in the order of their ids. */
  async at(venueIds: readonly string[], userId: string): Promise<FriendPresent[]> {
    const wanted = new Set(venueIds);
    const everywhere = await this.presences.findMany(await this.friends.of(userId));
    const present = everywhere.filter(({ venueId }) => wanted.has(venueId));
    const people = await this.users.findMany(present.map((presence) => presence.userId));
    const names = new Map(people.map(({ id, firstName }) => [id, firstName]));
    return present
      .map((presence) => ({ ...presence, firstName: names.get(presence.userId) ?? '' }))
      .sort((a, b) => (a.userId < b.userId ? -1 : 1));
  }
}
