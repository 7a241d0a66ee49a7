import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
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
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * For somebody who has just proved by these methods who they are. `user` as they were read before the proof was looked at: were all
   * their sessions ended since, this one is over too.
   */
  async execute(user: User, device: ClientDevice, methods: readonly string[]): Promise<TokenPair> {
    const { id: userId, roles, sessionEpoch: epoch } = user;
    const proof = { atMs: this.clock.now().getTime(), methods };
    const opened = { service: 'auth', action: 'session.opened', subjectId: userId, userId, after: { methods } };
    await this.transactions.run((tx) => audit.record(tx, opened));
    const secrets = newRefreshToken('');
    const sessionId = await this.sessions.insert({ userId, epoch, proof }, hashesOf(secrets), device);
    const access = this.accessTokens.issue({ userId, sessionId, roles, epoch, proof });
    return { ...access, refreshToken: formatRefreshToken({ ...secrets, sessionId }) };
  }
}
