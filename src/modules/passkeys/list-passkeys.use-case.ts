import { Injectable } from '@nestjs/common';
import type { Passkey } from './passkey.ts';
import { PasskeysRepository } from './passkeys.repository.ts';

/** The caller's passkeys, oldest first. */
@Injectable()
export class ListPasskeys {
  constructor(private readonly passkeys: PasskeysRepository) {}

  execute(userId: string): Promise<Passkey[]> {
    return this.passkeys.list(userId);
  }
}
