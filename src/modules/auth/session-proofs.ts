import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { type AccessToken, AccessTokens } from './access-tokens.ts';
import { SessionsRepository } from './sessions.repository.ts';

/** When and how people last proved, in a session, who they are. */
@Injectable()
export class SessionProofs {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly accessTokens: AccessTokens,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** They have done so just now, by these methods: an access token that says so, as those of the next refreshes will. Refuses `invalid_token` when the session is over. */
  async renew({ id: userId, sessionId, roles }: Principal, methods: readonly string[]): Promise<AccessToken> {
    const proved = { service: 'auth', action: 'session.proved', subjectId: userId, after: { methods } };
    await this.transactions.run((tx) => audit.record(tx, proved));
    const session = sessionId === undefined ? undefined : await this.sessions.find(sessionId);
    const proof = { atMs: this.clock.now().getTime(), methods };
    if (!session || !(await this.sessions.prove(session.id, userId, proof))) throw refuse('invalid_token');
    return this.accessTokens.issue({ userId, sessionId: session.id, roles, epoch: session.epoch, proof });
  }
}
