import { Injectable } from '@nestjs/common';
import { accountOf, KnownDevices } from '../../platform/rate-limit/index.ts';
import { Lockout, type Try } from './lockout.ts';

/** Passwords that are tried at sign-in, also for addresses that nobody has. */
@Injectable()
export class PasswordTries {
  constructor(
    private readonly lockout: Lockout,
    private readonly devices: KnownDevices,
  ) {}

  begin(email: string, ip: string, deviceToken: string | undefined): Promise<Try> {
    return this.lockout.begin({ account: accountOf(email), ip, device: this.devices.idOf(deviceToken, email) });
  }
}
