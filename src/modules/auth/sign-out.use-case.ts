import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { SessionsRepository } from './sessions.repository.ts';

/** Ends the session of the caller's access token. To do it twice is no error: the wish is fulfilled. */
@Injectable()
export class SignOut {
  constructor(private readonly sessions: SessionsRepository) {}

  async execute(caller: Principal): Promise<void> {
    await this.sessions.delete(caller.sessionId, caller.id);
  }
}
