import { Injectable } from '@nestjs/common';
import { OwnPasskeys } from './own-passkeys.ts';

/** Removes a passkey of the caller's. Refuses `not_found`, also for one of somebody else. */
@Injectable()
export class RemovePasskey {
  constructor(private readonly own: OwnPasskeys) {}

  execute(id: string, userId: string): Promise<void> {
    return this.own.remove(id, userId);
  }
}
