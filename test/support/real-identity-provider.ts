import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { PUBLIC_URL, REDIRECT_TO } from './fake-identity-provider.ts';

const CLIENT = { clientId: 'trivet', clientSecret: 'a secret of thirty-two characters' };

/** A certified OpenID Connect provider in this process, with a login page and a consent page, in Google's place. */
export class RealIdentityProvider {
  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  static async start(): Promise<RealIdentityProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const provider = new Provider(issuer, {
      clients: [
        {
          ...{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret },
          redirect_uris: [`${PUBLIC_URL}/api/v1/auth/social/google/callback`],
          token_endpoint_auth_method: 'client_secret_post',
        },
      ],
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
      cookies: { keys: ['a key of cookies'] },
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['given_name', 'family_name'] },
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => ({
          sub: id,
          email: `${id}@test.example`,
          email_verified: true,
          given_name: 'Ada',
          family_name: 'Byron',
        }),
      }),
    });
    server.on('request', (request, response) => void provider.callback()(request, response));
    return new RealIdentityProvider(server, issuer);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get environment(): Record<string, string> {
    const { issuer } = this;
    const endpoints = { issuer, authorization: `${issuer}/auth`, token: `${issuer}/token`, jwks: `${issuer}/jwks` };
    return {
      SOCIAL_PROVIDERS: JSON.stringify({ google: { ...CLIENT, endpoints } }),
      SOCIAL_REDIRECT_URLS: REDIRECT_TO,
      PUBLIC_URL,
    };
  }

  /** Logs in and consents on its pages, as somebody in front of a browser does; gives where it then sends the browser. */
  async walk(start: URL, login: string): Promise<URL> {
    const cookies = new Map<string, string>();
    let request: { url: URL; form?: URLSearchParams } = { url: start };
    for (let step = 0; step < 12; step += 1) {
      const { url, form } = request;
      if (url.origin !== this.issuer) return url;
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(url, {
        method: form ? 'POST' : 'GET',
        body: form,
        headers: { cookie },
        redirect: 'manual',
      });
      for (const set of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        cookies.set(name, value);
      }
      const location = answer.headers.get('location');
      request = location === null ? filledForm(url, await answer.text(), login) : { url: new URL(location, url) };
    }
    throw new Error('the provider never sent the browser back');
  }
}

function filledForm(page: URL, html: string, login: string): { url: URL; form: URLSearchParams } {
  const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1];
  const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1];
  if (action === undefined || prompt === undefined) throw new Error(`no form on the page: ${html.slice(0, 300)}`);
  const form = new URLSearchParams(prompt === 'login' ? { prompt, login, password: 'any' } : { prompt });
  return { url: new URL(action, page), form };
}
