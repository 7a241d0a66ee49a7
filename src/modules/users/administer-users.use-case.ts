import { Injectable } from '@nestjs/common';
import { Cursors } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Profile } from './profile.ts';
import { ProfilesRepository } from './profiles.repository.ts';
import type { User, UserHistoryLine } from './user.ts';
import { type UserFilter, UserLists } from './user-lists.repository.ts';

const LIST = 'users';

export interface UsersQuery extends UserFilter {
  readonly limit: number;
  readonly cursor?: string;
  /** Whether who asks may see personal data. */
  readonly personal: boolean;
}

export interface UserFile {
  readonly user: User;
  /** Only for who may see personal data. */
  readonly profile?: Profile;
  readonly history: readonly UserHistoryLine[];
}

/** People as administrators see them. */
@Injectable()
export class AdministerUsers {
  constructor(
    private readonly lists: UserLists,
    private readonly profiles: ProfilesRepository,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first. Refuses `invalid_cursor`, and `forbidden` to who looks for an address without seeing personal data: the answer would tell. */
  async list({ limit, cursor, personal, ...filters }: UsersQuery): Promise<Page<User>> {
    if (filters.email !== undefined && !personal) throw refuse('forbidden', 'This needs the permission users:personal');
    const [beforeId] = this.cursors.decode(LIST, { ...filters }, cursor) ?? [];
    const { rows, hasMore } = pageOf(await this.lists.list(filters, beforeId, limit), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(LIST, { ...filters }, [last.id]) : null;
    return { data: rows, hasMore, nextCursor };
  }

  /** Refuses `not_found`. */
  async read(userId: string, personal: boolean): Promise<UserFile> {
    const user = await this.lists.find(userId);
    if (!user) throw refuse('not_found');
    const profile = personal ? await this.profiles.find(userId) : undefined;
    return { user, profile, history: await this.lists.history(userId) };
  }
}
