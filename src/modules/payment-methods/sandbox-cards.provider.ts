import { Injectable } from '@nestjs/common';
import type { CardDirectory, NewCard } from './card-directory.ts';
import type { CardDetails } from './payment-method.ts';
import { sandboxCard } from './sandbox-cards.ts';

/** The sandbox knows its magic tokens, and takes any other too. */
@Injectable()
export class SandboxCards implements CardDirectory {
  readonly name = 'sandbox';

  register({ token }: NewCard): Promise<CardDetails> {
    return Promise.resolve(sandboxCard(token));
  }

  /** The sandbox keeps no cards. */
  release(): Promise<void> {
    return Promise.resolve();
  }
}
