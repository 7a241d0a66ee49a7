import { Injectable } from '@nestjs/common';
import { AccessRepository } from './access.repository.ts';
import { AccessCache } from './access-cache.repository.ts';

/** Ends what the access tokens of a session are good for, in every process at once. Twice is no error. */
@Injectable()
export class EndAccess {
  constructor(
    private readonly repository: AccessRepository,
    private readonly cache: AccessCache,
  ) {}

  async execute(sessionId: string, userId: string): Promise<void> {
    await this.repository.endSession(sessionId, userId);
    await this.cache.forgetUser(userId);
  }
}
