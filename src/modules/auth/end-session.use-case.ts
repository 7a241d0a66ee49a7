import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { EndAccess } from '../access/index.ts';
import { SessionsRepository } from './sessions.repository.ts';

export interface EndSessionCommand {
  readonly sessionId: string;
  readonly callerId: string;
}

/**
 * Ends one of the caller's sessions: neither a refresh token nor an access token of it works any more.
 * Refuses `not_found`, also for a session of somebody else.
 */
@Injectable()
export class EndSession {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly access: EndAccess,
  ) {}

  async execute({ sessionId, callerId }: EndSessionCommand): Promise<void> {
    const session = await this.sessions.find(sessionId);
    if (session?.userId !== callerId || session.endedAt) throw refuse('not_found');
    // The access tokens first: should the second step fail, the session is still listed, and can be ended again.
    await this.access.execute(sessionId, callerId);
    if (!(await this.sessions.delete(sessionId, callerId))) throw refuse('not_found');
  }
}
