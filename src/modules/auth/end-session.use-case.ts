import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { SessionsRepository } from './sessions.repository.ts';

export interface EndSessionCommand {
  readonly sessionId: string;
  readonly callerId: string;
}

/**
 * Ends one of the caller's sessions: no refresh token of it works any more. An access token given before works until it expires.
 * Refuses `not_found`, also for a session of somebody else.
 */
@Injectable()
export class EndSession {
  constructor(private readonly sessions: SessionsRepository) {}

  async execute({ sessionId, callerId }: EndSessionCommand): Promise<void> {
    if (!(await this.sessions.delete(sessionId, callerId))) throw refuse('not_found');
  }
}
