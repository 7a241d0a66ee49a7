import { Injectable } from '@nestjs/common';
import type { CardDirectory, NewCard, RegisteredCard } from './card-directory.ts';
import { sandboxCard } from './sandbox-cards.ts';

/** The sandbox knows its magic tokens, and takes any other too. */
@Injectable()
export class SandboxCards implements CardDirectory {
  readonly name = 'sandbox';

  register({ token }: NewCard): Promise<RegisteredCard> {
    return Promise.resolve({ details: sandboxCard(token), fingerprint: token });
  }

  /** The sandbox keeps no cards. */
  release(): Promise<void> {
    return Promise.resolve();
  }

  /** Nor does it know anybody. */
  forget(): Promise<void> {
    return Promise.resolve();
  }

  dropCustomer(): Promise<boolean> {
    return Promise.resolve(false);
  }
}
