import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { EndAccess } from '../access/index.ts';
import { Users, type User } from '../users/index.ts';
import { AccessTokens } from './access-tokens.ts';
import { formatRefreshToken, hashesOf, judge, parseRefreshToken, rotated, type RefreshToken } from './refresh-token.ts';
import type { ClientDevice, Session } from './session.ts';
import { SessionsRepository } from './sessions.repository.ts';
import type { TokenPair } from './open-session.ts';

const REUSED = 'refresh_token_reused';

export interface RefreshTokensCommand {
  readonly refreshToken: string;
  readonly device: ClientDevice;
}

/**
 * Gives the next pair of tokens for a refresh token, once. A token that was used before ends its session, for one of the two who held it
 * is a thief: there is no grace, not for a lost answer either. Its access tokens end with it. Roles and status are read anew.
 * Refuses `invalid_refresh_token`, `refresh_token_reused`, and `forbidden` for a suspended account.
 */
@Injectable()
export class RefreshTokens {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly users: Users,
    private readonly accessTokens: AccessTokens,
    private readonly access: EndAccess,
  ) {}

  async execute({ refreshToken, device }: RefreshTokensCommand): Promise<TokenPair> {
    const presented = parseRefreshToken(refreshToken);
    if (!presented) throw refuse('invalid_refresh_token');
    const session = await this.currentSession(presented);
    const user = await this.activeUser(session);
    const next = rotated(presented);
    if (!(await this.sessions.rotate(session.id, hashesOf(presented), hashesOf(next), device))) {
      // Another request has used the token since it was looked at, or has ended the session.
      throw await this.lostRace(presented);
    }
    const access = this.accessTokens.issue({
      userId: user.id,
      sessionId: session.id,
      roles: user.roles,
      epoch: session.epoch,
      proof: session.proof,
    });
    return { ...access, refreshToken: formatRefreshToken(next) };
  }

  private async currentSession(presented: RefreshToken): Promise<Session> {
    const session = await this.sessions.find(presented.sessionId);
    if (!session) throw refuse('invalid_refresh_token');
    const verdict = judge(hashesOf(presented), session);
    if (verdict === 'foreign') throw refuse('invalid_refresh_token');
    if (verdict === 'used') throw await this.reused(session);
    if (session.endedAt) throw refuse('invalid_refresh_token', 'The session has ended');
    return session;
  }

  private async activeUser(session: Session): Promise<User> {
    const user = await this.users.findById(session.userId);
    if (user?.status === 'active' && user.sessionEpoch === session.epoch) return user;
    await this.sessions.delete(session.id, session.userId);
    await this.access.execute(session.id, session.userId);
    throw user && user.status !== 'active'
      ? refuse('forbidden', 'The account is suspended')
      : refuse('invalid_refresh_token');
  }

  private async lostRace(presented: RefreshToken): Promise<Error> {
    return this.reused(await this.currentSession(presented));
  }

  private async reused({ id, userId }: Session): Promise<Error> {
    await this.sessions.end(id);
    await this.access.execute(id, userId, REUSED);
    return refuse(REUSED);
  }
}
