import { Injectable } from '@nestjs/common';
import { KnownDevices } from '../../platform/rate-limit/index.ts';
import type { User } from '../users/index.ts';
import { LiveSessions } from './live-sessions.ts';
import { OpenSession, type TokenPair } from './open-session.ts';
import { SecondStep } from './second-step.ts';
import type { ClientDevice } from './session.ts';

export interface SignedIn {
  readonly user: User;
  readonly tokens: TokenPair;
  /** Says at the next sign-in that this device was here before. */
  readonly deviceToken: string;
}

/** Signs in somebody who has proved who they are. */
@Injectable()
export class SignIns {
  constructor(
    private readonly secondStep: SecondStep,
    private readonly liveSessions: LiveSessions,
    private readonly openSession: OpenSession,
    private readonly devices: KnownDevices,
  ) {}

  /**
   * `user` as they were read before the proof was looked at; `methods` as in a `Proof`. Refuses `mfa_required` to who has a second factor
   * and has not shown it.
   */
  async open(user: User, device: ClientDevice, methods: readonly string[]): Promise<SignedIn> {
    await this.secondStep.demand(user, methods);
    await this.liveSessions.makeRoom(user.id);
    const tokens = await this.openSession.execute(user, device, methods);
    return { user, tokens, deviceToken: this.devices.issue(user.email) };
  }
}
