/** With whom people may sign in, where an installation has credentials for it. */
export const SOCIAL_PROVIDER_NAMES = ['google', 'facebook', 'instagram', 'apple', 'tiktok', 'snapchat', 'x'] as const;

export type SocialProviderName = (typeof SOCIAL_PROVIDER_NAMES)[number];

/** Who somebody is at a provider, as the provider says, and how far it stands up for the e-mail address. */
export interface SocialIdentity {
  readonly provider: SocialProviderName;
  /** What the provider calls them: theirs for good, unlike names and addresses. */
  readonly subject: string;
  readonly email?: string;
  readonly emailVerified: boolean;
  readonly firstName?: string;
  readonly lastName?: string;
}

/** What the browser is sent to the provider with. */
export interface AuthorizationRequest {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** A provider of identities. Whether it speaks OpenID Connect or OAuth 2.0 and something of its own is its own affair. */
export interface OidcProvider {
  readonly name: SocialProviderName;
  /** Whether it sends the browser back with a form, from its own site, and not with a link. */
  readonly formPost: boolean;
  /** Whether id tokens of native apps are taken. */
  readonly native: boolean;
  authorizationUrl(request: AuthorizationRequest): Promise<URL>;
  /**
   * Who it was that came back with these parameters, to the request that was made. Refuses `social_sign_in_failed` for whatever is
   * not exactly an answer to it, and `identity_provider_unavailable`.
   */
  identityOf(parameters: URLSearchParams, request: AuthorizationRequest): Promise<SocialIdentity>;
  /** Whose id token it is. Refuses as above. */
  verify(idToken: string, nonce: string): Promise<SocialIdentity>;
}
