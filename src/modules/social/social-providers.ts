import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { GLOBAL_PREFIX } from '../../platform/http/global-prefix.ts';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';
import { OpenIdClientProvider } from './openid-client.provider.ts';
import { PROVIDER_CATALOGUE } from './provider-catalogue.ts';
import { type OidcProvider, SOCIAL_PROVIDER_NAMES, type SocialProviderName } from './social-provider.ts';

/** The providers that there are credentials for. */
@Injectable()
export class SocialProviders {
  private readonly offered: ReadonlyMap<string, OidcProvider>;

  constructor(@Inject(CONFIG) config: Config, clock: Clock) {
    const providers = SOCIAL_PROVIDER_NAMES.flatMap((name) => providerOf(name, config, clock));
    this.offered = new Map(providers.map((provider) => [provider.name, provider]));
  }

  list(): readonly OidcProvider[] {
    return [...this.offered.values()];
  }

  /** Refuses `not_found` for one that is not offered. */
  require(name: string): OidcProvider {
    const provider = this.offered.get(name);
    if (provider === undefined) throw refuse('not_found', 'Nobody signs in with this provider here');
    return provider;
  }
}

function providerOf(name: SocialProviderName, { social }: Config, clock: Clock): OidcProvider[] {
  const credentials = social.providers[name];
  if (credentials === undefined) return [];
  const declared = PROVIDER_CATALOGUE[name];
  const declaration = { ...declared, endpoints: { ...declared.endpoints, ...credentials.endpoints } };
  // Each its own: what one provider sends back cannot arrive as another's.
  const redirectUri = `${social.publicUrl}/${GLOBAL_PREFIX}/auth/social/${name}/callback`;
  return [new OpenIdClientProvider({ name, declaration, credentials, redirectUri }, clock)];
}
