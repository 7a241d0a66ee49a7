import { Injectable } from '@nestjs/common';
import { KnownDevices } from '../../platform/rate-limit/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { SecondFactors } from '../mfa/index.ts';
import type { User } from '../users/index.ts';
import { Lockout } from './lockout.ts';

export interface PresentedCode {
  readonly code: string;
  readonly ip: string;
  readonly deviceToken?: string;
}

/** Codes of second factors that are presented at sign-in; guesses are slowed down as those of passwords are. */
@Injectable()
export class SecondStepTries {
  constructor(
    private readonly factors: SecondFactors,
    private readonly lockout: Lockout,
    private readonly devices: KnownDevices,
  ) {}

  /** Refuses `code_invalid`: also for a good code while tries are blocked. */
  async demand({ id, email }: User, { code, ip, deviceToken }: PresentedCode): Promise<void> {
    const counted = await this.lockout.begin({
      ...{ account: `mfa#${id}`, door: 'second-step', userId: id },
      ip,
      device: this.devices.idOf(deviceToken, email),
    });
    const good = counted.allowed && (await this.factors.take(id, code));
    if (good) return counted.succeeded();
    await counted.factorRefused();
    throw refuse('code_invalid');
  }
}
