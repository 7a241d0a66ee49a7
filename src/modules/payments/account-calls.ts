import { Inject, Injectable } from '@nestjs/common';
import { withDeadline } from '../../shared/deadline.ts';
import { CALL_DEADLINE_MS } from './provider-calls.ts';
import { PROVIDER_ACCOUNT, type ProviderAccount } from './provider-account.ts';

/**
 * The calls about our account at the provider, never made inside a transaction. They throw when they fail or are not answered
 * in time; whoever makes them asks again.
 */
@Injectable()
export class AccountCalls {
  constructor(@Inject(PROVIDER_ACCOUNT) private readonly account: ProviderAccount | null) {}

  /** The name of the provider in use; undefined without one. */
  get provider(): string | undefined {
    return this.account?.name;
  }

  async ask<Answer>(
    provider: string,
    what: string,
    make: (account: ProviderAccount) => Promise<Answer>,
  ): Promise<Answer> {
    const { account } = this;
    if (account?.name !== provider) throw new Error(`${what}: ${provider} is not in use`);
    return withDeadline(make(account), CALL_DEADLINE_MS).catch((error: unknown) => failed(what, error));
  }
}

// Only the error's name: its message is the provider's, and may repeat what it was sent.
function failed(what: string, error: unknown): never {
  throw new Error(`${what}: ${error instanceof Error ? error.name : 'unknown error'}`);
}
