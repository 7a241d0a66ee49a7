import { Injectable } from '@nestjs/common';
import { RecoveryCodes } from './recovery-codes.repository.ts';
import { TotpFactors } from './totp-factors.repository.ts';

export interface MfaState {
  readonly isOn: boolean;
  readonly recoveryCodesLeft: number;
}

/** Whether sign-in asks the caller for a second factor. */
@Injectable()
export class ReadMfa {
  constructor(
    private readonly factors: TotpFactors,
    private readonly recoveryCodes: RecoveryCodes,
  ) {}

  async execute(userId: string): Promise<MfaState> {
    const [isOn, recoveryCodesLeft] = await Promise.all([
      this.factors.isConfirmed(userId),
      this.recoveryCodes.left(userId),
    ]);
    return { isOn, recoveryCodesLeft };
  }
}
