import { Injectable } from '@nestjs/common';
import { asRefusal, refuse } from '../../shared/refusal.ts';
import { SocialAttempts } from './social-attempts.ts';
import { SocialProofs } from './social-proofs.ts';
import { SocialProviders } from './social-providers.ts';
import type { BrowserMarks } from './start-social.use-case.ts';

const MAX_PARAMETER_LENGTH = 8_192;

export interface FinishSocialCommand {
  readonly provider: string;
  /** What the provider sent the browser back with. */
  readonly parameters: URLSearchParams;
  readonly browsers: BrowserMarks;
}

/**
 * Takes somebody back from a provider, and gives where to send them: to where they were to go, with a `ticket` for their proof, or with an
 * `error`. Refuses `not_found`, `malformed_request`, and `social_sign_in_failed` for an attempt that is not known: where it was to go is
 * not known then either.
 */
@Injectable()
export class FinishSocial {
  constructor(
    private readonly providers: SocialProviders,
    private readonly attempts: SocialAttempts,
    private readonly proofs: SocialProofs,
  ) {}

  async execute({ provider: name, parameters, browsers }: FinishSocialCommand): Promise<string> {
    const provider = this.providers.require(name);
    const state = parameters.get('state');
    const isTooLong = [...parameters.values()].some((value) => value.length > MAX_PARAMETER_LENGTH);
    if (state === null || state === '' || isTooLong)
      throw refuse('malformed_request', 'This is no answer of a provider');
    const browser = provider.formPost ? browsers.form : browsers.link;
    const { request, redirectTo, challenge } = await this.attempts.end(state, provider.name, browser);
    const error = parameters.get('error');
    if (error !== null) return withParameter(redirectTo, 'error', CANCELLED.has(error) ? 'cancelled' : FAILED);
    try {
      const identity = await provider.identityOf(parameters, request);
      return withParameter(redirectTo, 'ticket', await this.proofs.issue(identity, challenge));
    } catch (failure) {
      return withParameter(redirectTo, 'error', asRefusal(failure).code);
    }
  }
}

const FAILED = 'social_sign_in_failed';
/** What providers say when the person did not want to. */
const CANCELLED = new Set(['access_denied', 'user_cancelled_authorize', 'user_denied', 'user_cancelled_login']);

function withParameter(redirectTo: string, name: string, value: string): string {
  const url = new URL(redirectTo);
  url.searchParams.set(name, value);
  return url.href;
}
