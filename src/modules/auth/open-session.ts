import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import type { User } from '../users/index.ts';
import { type AccessToken, AccessTokens } from './access-tokens.ts';
import { formatRefreshToken, hashesOf, newRefreshToken } from './refresh-token.ts';
import type { ClientDevice } from './session.ts';
import { SessionsRepository } from './sessions.repository.ts';

export interface TokenPair extends AccessToken {
  readonly refreshToken: string;
}

/** Opens a session and gives its first pair of tokens. */
@Injectable()
export class OpenSession {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly accessTokens: AccessTokens,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /**
   * For somebody who has just proved by these methods who they are. `user` as they were read before the proof was looked at: were all
   * their sessions ended since, this one is over too.
   */
  async execute(user: User, device: ClientDevice, methods: readonly string[]): Promise<TokenPair> {
    const { id: userId, roles, sessionEpoch: epoch } = user;
    const now = this.clock.now().getTime();
    const session = { id: this.ids.next(), userId, epoch, proof: { atMs: now, methods } };
    const refreshToken = newRefreshToken(session.id);
    await this.sessions.insert(session, hashesOf(refreshToken), device);
    const { id: sessionId, proof } = session;
    const access = this.accessTokens.issue({ userId, sessionId, roles, epoch, proof });
    return { ...access, refreshToken: formatRefreshToken(refreshToken) };
  }
}
