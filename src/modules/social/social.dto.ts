import { IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { PlainText } from '../../platform/http/plain-text.ts';
import type { LinkedIdentity } from './identity.ts';
import { RANDOM_TEXT } from './social-attempts.ts';
import { type OidcProvider, SOCIAL_PROVIDER_NAMES, type SocialProviderName } from './social-provider.ts';

const MAX_URL_LENGTH = 2_000;
const MAX_ID_TOKEN_LENGTH = 8_192;
const MAX_NONCE_LENGTH = 255;

export class StartSocialDto {
  /**
   * Where the browser comes back to, with `ticket` or `error` added: exactly one of those that this installation allows.
   * @example 'https://app.example/signed-in'
   */
  @PlainText({ min: 1, max: MAX_URL_LENGTH })
  redirectTo!: string;

  /**
   * The SHA-256, in base64url, of 32 random bytes in base64url that you keep: the `verifier` of what comes after.
   * @example 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
   */
  @Matches(RANDOM_TEXT)
  challenge!: string;
}

export class SocialTicketDto {
  /**
   * What your `redirectTo` was called with. Good once, for two minutes.
   * @example 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
   */
  @Matches(RANDOM_TEXT)
  ticket!: string;

  /**
   * The text whose SHA-256 was the `challenge`: 32 random bytes in base64url.
   * @example 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
   */
  @Matches(RANDOM_TEXT)
  verifier!: string;
}

export class IdTokenDto {
  /**
   * As the provider gave it to your app. Taken once.
   * @example 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'
   */
  @IsString()
  @MaxLength(MAX_ID_TOKEN_LENGTH)
  @Matches(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/)
  idToken!: string;

  /**
   * The nonce that you asked the provider for the token with; or, where the provider was given its SHA-256 in hex, what that is of.
   * @example 'n-0S6_WzA2Mj'
   */
  @PlainText({ min: 8, max: MAX_NONCE_LENGTH })
  nonce!: string;
}

export class SocialProviderDto {
  /** @example 'google' */
  @IsIn(SOCIAL_PROVIDER_NAMES)
  provider!: SocialProviderName;
  /** Whether id tokens of native apps are taken too. */
  native!: boolean;
}

export class SocialProviderListDto {
  data!: SocialProviderDto[];

  static from(providers: readonly OidcProvider[]): SocialProviderListDto {
    return { data: providers.map(({ name: provider, native }) => ({ provider, native })) };
  }
}

export class LinkedIdentityDto {
  /** @example 'google' */
  provider!: SocialProviderName;
  linkedAt!: Date;
}

export class LinkedIdentityListDto {
  data!: LinkedIdentityDto[];

  static from(identities: readonly LinkedIdentity[]): LinkedIdentityListDto {
    return { data: identities.map(({ provider, linkedAt }) => ({ provider, linkedAt })) };
  }
}
