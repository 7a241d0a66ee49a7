import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { EndAccess } from '../access/index.ts';
import { SessionsRepository } from './sessions.repository.ts';

/** Ends the session of the caller's access token, and the token with it. */
@Injectable()
export class SignOut {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly access: EndAccess,
  ) {}

  async execute(caller: Principal): Promise<void> {
    // The refresh tokens first: should the second step fail, the access token can still sign out again.
    await this.sessions.delete(caller.sessionId, caller.id);
    await this.access.execute(caller.sessionId, caller.id);
  }
}
