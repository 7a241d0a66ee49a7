import { Injectable } from '@nestjs/common';
import { Cursors } from '../../platform/paging/index.ts';
import { type Page, pageOf } from '../../shared/page.ts';
import { Venues } from '../venues/index.ts';
import { type FriendPresent, FriendsPresent } from './friends-present.ts';

interface VisitorsQuery {
  readonly callerId: string;
  readonly venueId: string;
  readonly wantsToBuy?: boolean;
  readonly wantsToReceive?: boolean;
  readonly limit: number;
  readonly cursor?: string;
}

/** The caller's friends at a venue, in the order of their ids. Refuses `not_found` and `invalid_cursor`. */
@Injectable()
export class ListVisitors {
  constructor(
    private readonly venues: Venues,
    private readonly friends: FriendsPresent,
    private readonly cursors: Cursors,
  ) {}

  async execute({ limit, cursor, ...filters }: VisitorsQuery): Promise<Page<FriendPresent>> {
    const { callerId, venueId, wantsToBuy, wantsToReceive } = filters;
    await this.venues.require(venueId);
    const [after = ''] = this.cursors.decode('visitors', filters, cursor) ?? [];
    const present = (await this.friends.at([venueId], callerId)).filter(
      (friend) =>
        friend.userId > after &&
        friend.wantsToBuy === (wantsToBuy ?? friend.wantsToBuy) &&
        friend.wantsToReceive === (wantsToReceive ?? friend.wantsToReceive),
    );
    const { rows, hasMore } = pageOf(present, limit);
    const last = rows.at(-1);
    return {
      data: rows,
      hasMore,
      nextCursor: hasMore && last ? this.cursors.encode('visitors', filters, [last.userId]) : null,
    };
  }
}
