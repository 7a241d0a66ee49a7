import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });
const text = z.string().min(1).max(1_000);

/** Where a provider is, in place of where it really is; for tests. */
const endpoints = z
  .strictObject({ issuer: httpUrl, authorization: httpUrl, token: httpUrl, jwks: httpUrl, userinfo: httpUrl })
  .partial();

const common = {
  clientId: text,
  /** The client ids of native apps, whose id tokens are taken. */
  nativeClientIds: z.array(text).max(20).default([]),
  endpoints: endpoints.default({}),
};

const withSecret = z.strictObject({ ...common, clientSecret: text });

const applesKey = z.string().refine((pem) => {
  try {
    return createPrivateKey(pem).asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}, 'must be a P-256 private key in PKCS#8 PEM');

const apple = z.strictObject({ ...common, teamId: text, keyId: text, privateKey: applesKey });

const providers = z
  .strictObject({
    ...{ google: withSecret, facebook: withSecret, instagram: withSecret, apple },
    ...{ tiktok: withSecret, snapchat: withSecret, x: withSecret },
  })
  .partial();

export type SocialProviders = z.output<typeof providers>;
export type SocialCredentials = NonNullable<SocialProviders[keyof SocialProviders]>;

/** `SOCIAL_PROVIDERS`: JSON, by provider, of what its console gave. A provider that is not there is not offered. */
export const socialProviders = z.string().transform((given, context): SocialProviders => {
  const parsed = providers.safeParse(parseJson(given));
  if (parsed.success) return parsed.data;
  // Where it is wrong, and never what is there: it holds secrets.
  const places = parsed.error.issues.map(({ path }) => path.join('.') || 'the whole').slice(0, 5);
  context.addIssue(`must be JSON of providers and their credentials; wrong: ${places.join(', ')}`);
  return z.NEVER;
});

/** Addresses to which people may be sent back: exactly these. Of a site, or of an app with a scheme of its own. */
export const redirectUrls = z
  .string()
  .transform((value) => value.split(',').map((url) => url.trim()))
  .refine((urls) => urls.every(isRedirectUrl), 'must be absolute URLs without a fragment, between commas');

function isRedirectUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hash, username, password } = new URL(url);
  const isScript = ['javascript:', 'data:', 'file:', 'blob:', 'vbscript:', 'about:'].includes(protocol);
  return !isScript && hash === '' && !url.endsWith('#') && username === '' && password === '';
}

function parseJson(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    return undefined;
  }
}
