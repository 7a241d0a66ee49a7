import * as client from 'openid-client';
import type { SocialCredentials } from '../../platform/config/index.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';
import { ASSERTION_SECONDS, clientAuthentication } from './client-authentication.ts';
import { ANSWER_TIMEOUT_MS, ID_TOKEN_ALGORITHM, IdTokens } from './id-tokens.ts';
import { fromClaims, nameFromForm, type SocialProfile } from './profiles.ts';
import type { ProviderDeclaration } from './provider-catalogue.ts';
import { providerRefusal } from './provider-refusal.ts';
import type { AuthorizationRequest, OidcProvider, SocialIdentity, SocialProviderName } from './social-provider.ts';
import { fetchForgivingly } from './token-answer.ts';

const CONFIGURATION_LIFE_MS = (ASSERTION_SECONDS * 1_000) / 2;

export interface ProviderSetup {
  readonly name: SocialProviderName;
  readonly declaration: ProviderDeclaration;
  readonly credentials: SocialCredentials;
  /** Where the provider sends the browser back to. */
  readonly redirectUri: string;
}

/** Any of the providers, by what is declared of it, on openid-client. */
export class OpenIdClientProvider implements OidcProvider {
  readonly name: SocialProviderName;
  readonly formPost: boolean;
  private readonly idTokens: IdTokens | undefined;
  private configured: { readonly atMs: number; readonly value: Promise<client.Configuration> } | undefined;

  constructor(
    private readonly setup: ProviderSetup,
    private readonly clock: Clock,
  ) {
    const { jwks } = setup.declaration.endpoints;
    this.name = setup.name;
    this.formPost = setup.declaration.formPost === true;
    this.idTokens = jwks === undefined ? undefined : new IdTokens(jwks);
  }

  get native(): boolean {
    return this.idTokens !== undefined && this.setup.credentials.nativeClientIds.length > 0;
  }

  async authorizationUrl({ state, nonce, codeVerifier }: AuthorizationRequest): Promise<URL> {
    const { declaration, credentials, redirectUri } = this.setup;
    return client.buildAuthorizationUrl(await this.configuration(), {
      ...{ response_type: 'code', redirect_uri: redirectUri, scope: declaration.scope, state },
      ...{ code_challenge: await client.calculatePKCECodeChallenge(codeVerifier), code_challenge_method: 'S256' },
      ...(declaration.proof === 'id-token' ? { nonce } : {}),
      ...(declaration.authentication === 'key' ? { client_key: credentials.clientId } : {}),
      ...declaration.parameters,
    });
  }

  async identityOf(parameters: URLSearchParams, request: AuthorizationRequest): Promise<SocialIdentity> {
    try {
      const profile = await this.profileOf(parameters, request);
      const name = this.formPost ? nameFromForm(parameters.get('user')) : {};
      return this.identity({ ...profile, ...defined(name) });
    } catch (error) {
      throw providerRefusal(error);
    }
  }

  async verify(idToken: string, nonce: string): Promise<SocialIdentity> {
    const { declaration, credentials } = this.setup;
    if (this.idTokens === undefined || !this.native) throw refuse('not_found');
    const expected = { issuer: declaration.endpoints.issuer, audiences: credentials.nativeClientIds };
    const claims = await this.idTokens.claimsOf(idToken, { ...expected, nonce, now: this.clock.now() });
    return this.identity(this.profileOfClaims(claims));
  }

  private async profileOf(parameters: URLSearchParams, request: AuthorizationRequest): Promise<SocialProfile> {
    const { declaration, redirectUri } = this.setup;
    const configuration = await this.configuration();
    const isOidc = declaration.proof === 'id-token';
    const tokens = await client.authorizationCodeGrant(configuration, answerUrl(redirectUri, parameters), {
      ...{ expectedState: request.state, pkceCodeVerifier: request.codeVerifier },
      ...(isOidc ? { expectedNonce: request.nonce, idTokenExpected: true } : {}),
    });
    if (isOidc) return this.profileOfClaims(tokens.claims() ?? {});
    return declaration.profileOf(await this.userinfo(configuration, tokens.access_token));
  }

  private async userinfo(configuration: client.Configuration, accessToken: string): Promise<Record<string, unknown>> {
    const { userinfo = '' } = this.setup.declaration.endpoints;
    const answer = await client.fetchProtectedResource(configuration, accessToken, new URL(userinfo), 'GET');
    if (!answer.ok) throw refuse(answer.status >= 500 ? 'identity_provider_unavailable' : 'social_sign_in_failed');
    return (await answer.json()) as Record<string, unknown>;
  }

  // An id token of Facebook's speaks of an address as little as the rest of it does.
  private profileOfClaims(claims: Readonly<Record<string, unknown>>): SocialProfile {
    const profile = fromClaims(claims);
    return this.setup.declaration.proof === 'id-token' ? profile : { ...profile, emailVerified: false };
  }

  private identity({ subject, ...profile }: SocialProfile): SocialIdentity {
    if (subject === undefined) throw refuse('social_sign_in_failed');
    return { provider: this.name, subject, ...profile };
  }

  // Made anew in time: it holds our proof of ourselves, which ends, and the provider's keys, which change.
  private configuration(): Promise<client.Configuration> {
    const now = this.clock.now().getTime();
    if (this.configured === undefined || now - this.configured.atMs > CONFIGURATION_LIFE_MS)
      this.configured = { atMs: now, value: this.configure() };
    return this.configured.value;
  }

  private async configure(): Promise<client.Configuration> {
    const { declaration, credentials } = this.setup;
    const { issuer, authorization, token, jwks } = declaration.endpoints;
    const server = { issuer, authorization_endpoint: authorization, token_endpoint: token, jwks_uri: jwks };
    const metadata = { id_token_signed_response_alg: ID_TOKEN_ALGORITHM };
    const authentication = await clientAuthentication(declaration, credentials);
    const configuration = new client.Configuration(server, credentials.clientId, metadata, authentication);
    configuration.timeout = ANSWER_TIMEOUT_MS / 1_000;
    configuration[client.customFetch] = fetchForgivingly;
    // The signature too, and not only the connection that the token came over.
    if (declaration.proof === 'id-token') client.enableNonRepudiationChecks(configuration);
    // Only a test's own provider is without TLS: production takes no other endpoints than those that are declared.
    if (token.startsWith('http:')) client.allowInsecureRequests(configuration);
    return configuration;
  }
}

// However the parameters came, the library takes them as they would stand in a link.
function answerUrl(redirectUri: string, parameters: URLSearchParams): URL {
  const url = new URL(redirectUri);
  for (const [name, value] of parameters) if (name !== 'user') url.searchParams.append(name, value);
  return url;
}

function defined<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
