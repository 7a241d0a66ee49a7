import { Injectable } from '@nestjs/common';
import { Ids } from '../../shared/ids.ts';
import { EndAccess } from '../access/index.ts';
import type { User } from '../users/index.ts';
import { type AccessToken, AccessTokens } from './access-tokens.ts';
import { formatRefreshToken, hashesOf, newRefreshToken } from './refresh-token.ts';
import type { ClientDevice } from './session.ts';
import { SessionsRepository } from './sessions.repository.ts';

export interface TokenPair extends AccessToken {
  readonly refreshToken: string;
}

export interface SignedIn {
  readonly user: User;
  readonly tokens: TokenPair;
}

/** With one more, the oldest ends. Many sign-ins at the same moment may pass it; the next one makes up for that. */
export const MAX_LIVE_SESSIONS = 50;

/** Opens a session for somebody who has proved who they are. */
@Injectable()
export class SignIns {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly accessTokens: AccessTokens,
    private readonly ids: Ids,
    private readonly access: EndAccess,
  ) {}

  async open(user: User, device: ClientDevice): Promise<SignedIn> {
    await this.makeRoom(user.id);
    const sessionId = this.ids.next();
    const refreshToken = newRefreshToken(sessionId);
    await this.sessions.insert(sessionId, user.id, hashesOf(refreshToken), device);
    const access = this.accessTokens.issue({ userId: user.id, sessionId, roles: user.roles });
    return { user, tokens: { ...access, refreshToken: formatRefreshToken(refreshToken) } };
  }

  private async makeRoom(userId: string): Promise<void> {
    const oldest = (await this.sessions.findLive(userId)).slice(MAX_LIVE_SESSIONS - 1);
    for (const { id } of oldest) {
      await this.sessions.delete(id, userId);
      await this.access.execute(id, userId);
    }
  }
}
