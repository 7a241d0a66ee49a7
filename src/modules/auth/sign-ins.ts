import { Injectable } from '@nestjs/common';
import type { User } from '../users/index.ts';
import { LiveSessions } from './live-sessions.ts';
import { OpenSession, type TokenPair } from './open-session.ts';
import type { ClientDevice } from './session.ts';

export interface SignedIn {
  readonly user: User;
  readonly tokens: TokenPair;
}

/** Signs in somebody who has proved who they are. */
@Injectable()
export class SignIns {
  constructor(
    private readonly liveSessions: LiveSessions,
    private readonly openSession: OpenSession,
  ) {}

  /** `user` as they were read before the proof was looked at; `methods` as in a `Proof`. */
  async open(user: User, device: ClientDevice, methods: readonly string[]): Promise<SignedIn> {
    await this.liveSessions.makeRoom(user.id);
    return { user, tokens: await this.openSession.execute(user, device, methods) };
  }
}
