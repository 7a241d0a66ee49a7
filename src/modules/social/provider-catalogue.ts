import {
  fromClaims,
  fromFacebook,
  fromInstagram,
  fromSnapchat,
  fromTikTok,
  fromX,
  type SocialProfile,
} from './profiles.ts';
import type { SocialProviderName } from './social-provider.ts';

export interface ProviderEndpoints {
  readonly issuer: string;
  readonly authorization: string;
  readonly token: string;
  /** The keys of its id tokens; absent where it gives none. */
  readonly jwks?: string;
  /** Where who it is stands, for who gives no id token in the browser. */
  readonly userinfo?: string;
}

/** What is particular to a provider: where it is, and how it differs from the standards. Facts, and no code that knows a name. */
export interface ProviderDeclaration {
  readonly endpoints: ProviderEndpoints;
  /** `id-token`: OpenID Connect. `userinfo`: OAuth 2.0, and then who it is, asked with the access token. */
  readonly proof: 'id-token' | 'userinfo';
  readonly scope: string;
  /** Beside what every request has. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly formPost?: true;
  /** How it wants to know that it is us: `key` calls the client id a client key. */
  readonly authentication: 'post' | 'basic' | 'key' | 'signed';
  readonly profileOf: (answer: Readonly<Record<string, unknown>>) => SocialProfile;
}

const META_VERSION = 'v23.0';

export const PROVIDER_CATALOGUE: Readonly<Record<SocialProviderName, ProviderDeclaration>> = {
  google: {
    endpoints: {
      issuer: 'https://accounts.google.com',
      authorization: 'https://accounts.google.com/o/oauth2/v2/auth',
      token: 'https://oauth2.googleapis.com/token',
      jwks: 'https://www.googleapis.com/oauth2/v3/certs',
    },
    ...{ proof: 'id-token', scope: 'openid email profile', authentication: 'post', profileOf: fromClaims },
  },
  apple: {
    endpoints: {
      issuer: 'https://appleid.apple.com',
      authorization: 'https://appleid.apple.com/auth/authorize',
      token: 'https://appleid.apple.com/auth/token',
      jwks: 'https://appleid.apple.com/auth/keys',
    },
    ...{ proof: 'id-token', scope: 'openid email name', authentication: 'signed', profileOf: fromClaims },
    // Apple insists on it where a name or an address is asked for.
    ...{ formPost: true, parameters: { response_mode: 'form_post' } },
  },
  facebook: {
    endpoints: {
      // Its apps for iPhone give id tokens; its dialog for browsers does not.
      issuer: 'https://www.facebook.com',
      jwks: 'https://www.facebook.com/.well-known/oauth/openid/jwks/',
      authorization: `https://www.facebook.com/${META_VERSION}/dialog/oauth`,
      token: `https://graph.facebook.com/${META_VERSION}/oauth/access_token`,
      userinfo: `https://graph.facebook.com/${META_VERSION}/me?fields=id,email,first_name,last_name`,
    },
    ...{ proof: 'userinfo', scope: 'email public_profile', authentication: 'post', profileOf: fromFacebook },
  },
  instagram: {
    endpoints: {
      issuer: 'https://www.instagram.com',
      authorization: 'https://www.instagram.com/oauth/authorize',
      token: 'https://api.instagram.com/oauth/access_token',
      userinfo: `https://graph.instagram.com/${META_VERSION}/me?fields=user_id,username`,
    },
    ...{ proof: 'userinfo', scope: 'instagram_business_basic', authentication: 'post', profileOf: fromInstagram },
  },
  tiktok: {
    endpoints: {
      issuer: 'https://www.tiktok.com',
      authorization: 'https://www.tiktok.com/v2/auth/authorize/',
      token: 'https://open.tiktokapis.com/v2/oauth/token/',
      userinfo: 'https://open.tiktokapis.com/v2/user/info/?fields=open_id,display_name',
    },
    ...{ proof: 'userinfo', scope: 'user.info.basic', authentication: 'key', profileOf: fromTikTok },
  },
  snapchat: {
    endpoints: {
      issuer: 'https://accounts.snapchat.com',
      authorization: 'https://accounts.snapchat.com/accounts/oauth2/auth',
      token: 'https://accounts.snapchat.com/accounts/oauth2/token',
      userinfo: 'https://kit.snapchat.com/v1/me?query=%7Bme%7BexternalId%20displayName%7D%7D',
    },
    scope:
      'https://auth.snapchat.com/oauth2/api/user.external_id https://auth.snapchat.com/oauth2/api/user.display_name',
    ...{ proof: 'userinfo', authentication: 'post', profileOf: fromSnapchat },
  },
  x: {
    endpoints: {
      issuer: 'https://x.com',
      authorization: 'https://x.com/i/oauth2/authorize',
      token: 'https://api.x.com/2/oauth2/token',
      userinfo: 'https://api.x.com/2/users/me?user.fields=confirmed_email',
    },
    // Who somebody is cannot be asked without tweet.read.
    scope: 'users.read users.email tweet.read',
    ...{ proof: 'userinfo', authentication: 'basic', profileOf: fromX },
  },
};
