import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { EndAccess } from '../access/index.ts';
import { SessionsRepository } from './sessions.repository.ts';

/** Ends the session of the caller's access token, and the token with it. Refuses `api_key_not_accepted`. */
@Injectable()
export class SignOut {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly access: EndAccess,
  ) {}

  async execute({ id, sessionId }: Principal): Promise<void> {
    if (sessionId === undefined) throw refuse('api_key_not_accepted');
    // The refresh tokens first: should the second step fail, the access token can still sign out again.
    await this.sessions.delete(sessionId, id);
    await this.access.execute(sessionId, id);
  }
}
