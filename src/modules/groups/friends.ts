import { Injectable } from '@nestjs/common';
import { GroupsRepository } from './groups.repository.ts';

/** Who is whose friend: friends are the people in one's groups. */
@Injectable()
export class Friends {
  constructor(private readonly groups: GroupsRepository) {}

  /** Ids of a person's friends, in no order. The bounds of groups and members bound them to 9,900. */
  of(userId: string): Promise<string[]> {
    return this.groups.companionsOf(userId);
  }
}
