import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isSameText, sha256Of } from '../../shared/digest.ts';
import { refuse } from '../../shared/refusal.ts';
import { Tickets } from '../one-time/index.ts';
import type { AuthorizationRequest, SocialProviderName } from './social-provider.ts';

export const ATTEMPT_SECONDS = 600;
const ATTEMPT = { purpose: 'social-attempt', lifeSeconds: ATTEMPT_SECONDS };
const RANDOM_BYTES = 32;
/** 256 random bits in base64url, or the SHA-256 of something. */
export const RANDOM_TEXT = /^[A-Za-z0-9_-]{43}$/;

/** Somebody's way to a provider and back. */
export interface SocialAttempt {
  readonly provider: SocialProviderName;
  /** Where they are sent when they are back. */
  readonly redirectTo: string;
  /** SHA-256 of what whoever began must show to get what comes of it. */
  readonly challenge: string;
}

interface Kept extends SocialAttempt {
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly browserHash: string;
}

/** Attempts under way: known by their state, good once, and for the browser that began them. */
@Injectable()
export class SocialAttempts {
  constructor(private readonly tickets: Tickets) {}

  /** `browser` is what the browser's cookie holds. */
  async begin(attempt: SocialAttempt, browser: string): Promise<AuthorizationRequest> {
    const [nonce, codeVerifier] = [randomText(), randomText()];
    const kept: Kept = { ...attempt, nonce, codeVerifier, browserHash: sha256Of(browser) };
    const state = await this.tickets.issue(ATTEMPT, { data: { ...kept } });
    return { state, nonce, codeVerifier };
  }

  /**
   * The attempt, which is used up. Refuses `social_sign_in_failed` when there is none of this state any more, when it was begun with another
   * provider, and when another browser comes back than went.
   */
  async end(
    state: string,
    provider: SocialProviderName,
    browser: string | undefined,
  ): Promise<SocialAttempt & { request: AuthorizationRequest }> {
    const ticket = await this.tickets.take(ATTEMPT, state);
    const kept = ticket?.data as unknown as Kept | undefined;
    if (kept?.provider !== provider || browser === undefined || !isSameText(sha256Of(browser), kept.browserHash))
      throw refuse('social_sign_in_failed');
    const { nonce, codeVerifier, redirectTo, challenge } = kept;
    return { provider, redirectTo, challenge, request: { state, nonce, codeVerifier } };
  }
}

export function randomText(): string {
  return randomBytes(RANDOM_BYTES).toString('base64url');
}
