import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { Users } from '../users/index.ts';
import { SecondStep } from './second-step.ts';
import { SecondStepTries } from './second-step-tries.ts';
import type { ClientDevice } from './session.ts';
import { type SignedIn, SignIns } from './sign-ins.ts';

export interface VerifySecondStepCommand {
  readonly ticket: string;
  readonly code: string;
  readonly deviceToken?: string;
  readonly device: ClientDevice;
}

/** Signs in by the ticket of a first step and a second factor. Refuses `mfa_ticket_invalid`, also when the account changed meanwhile, and `code_invalid`. */
@Injectable()
export class VerifySecondStep {
  constructor(
    private readonly users: Users,
    private readonly secondStep: SecondStep,
    private readonly tries: SecondStepTries,
    private readonly signIns: SignIns,
  ) {}

  async execute({ ticket, code, deviceToken, device }: VerifySecondStepCommand): Promise<SignedIn> {
    const { userId, epoch, methods } = await this.secondStep.look(ticket);
    const user = await this.users.findById(userId);
    if (user?.status !== 'active' || user.sessionEpoch !== epoch) throw refuse('mfa_ticket_invalid');
    await this.tries.demand(user, { code, deviceToken, ip: device.ip });
    await this.secondStep.take(ticket);
    return this.signIns.open(user, device, [...methods, 'otp', 'mfa']);
  }
}
