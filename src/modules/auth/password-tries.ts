import { Injectable } from '@nestjs/common';
import { accountOf, KnownDevices } from '../../platform/rate-limit/index.ts';
import { Lockout, type Try } from './lockout.ts';

export interface PresentedAddress {
  readonly email: string;
  readonly ip: string;
  readonly deviceToken?: string;
}

/** Passwords that are tried at sign-in, also for addresses that nobody has. */
@Injectable()
export class PasswordTries {
  constructor(
    private readonly lockout: Lockout,
    private readonly devices: KnownDevices,
  ) {}

  /** `userId` is whose address it is, if anybody's. */
  begin(userId: string | undefined, { email, ip, deviceToken }: PresentedAddress): Promise<Try> {
    const device = this.devices.idOf(deviceToken, email);
    return this.lockout.begin({ account: accountOf(email), door: 'password', userId, ip, device });
  }
}
