import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { generateKeyPairSync } from 'node:crypto';
import { Clock } from '../../src/shared/clock.ts';

export const PUBLIC_URL = 'https://api.example';
export const REDIRECT_TO = 'https://app.example/signed-in';
export const NATIVE_CLIENT = 'com.example.app';

const KID = 'the-key';
const GIVES_ID_TOKENS = new Set(['google', 'facebook', 'apple']);
const NAMES = ['google', 'facebook', 'instagram', 'apple', 'tiktok', 'snapchat', 'x'] as const;

/** What the provider was asked, and what it answers. */
export interface Asked {
  readonly form: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

type Answer = { readonly status?: number; readonly body: unknown } | 'nothing';

/** Every provider at once, on loopback, that says whatever a test has it say: also what no provider would. */
export class FakeIdentityProvider {
  /** Whose time it takes for now: a world's, where that stands still. */
  clock = new Clock();
  readonly asked: Asked[] = [];
  token: (asked: Asked) => Answer | Promise<Answer> = () => ({ status: 400, body: { error: 'invalid_grant' } });
  userinfo: (asked: Asked) => Answer = () => ({ status: 401, body: {} });

  private constructor(
    private readonly server: Server,
    private readonly keys: { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey },
    readonly appleKey: string,
  ) {
    server.on('request', (request, response) => {
      void this.answer(request).then((answer) => {
        if (answer === 'nothing') return response.destroy();
        response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
        return response.end(JSON.stringify(answer.body));
      });
    });
  }

  static async start(): Promise<FakeIdentityProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const apple = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const appleKey = apple.export({ type: 'pkcs8', format: 'pem' }).toString();
    return new FakeIdentityProvider(server, await generateKeyPair('RS256'), appleKey);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Offers every provider, or only these, and each of them is this one. */
  environment(names: readonly string[] = NAMES): Record<string, string> {
    const providers = names.map((name) => [name, { ...this.credentials(name), endpoints: this.endpoints(name) }]);
    return {
      SOCIAL_PROVIDERS: JSON.stringify(Object.fromEntries(providers)),
      SOCIAL_REDIRECT_URLS: `${REDIRECT_TO},com.example.app:/signed-in`,
      PUBLIC_URL,
    };
  }

  issuer(name: string): string {
    return `${this.url}/${name}`;
  }

  /** An id token as Google would give it to the browser's client, but for what is said otherwise. */
  idToken(claims: JWTPayload, { header, key }: { header?: JWTHeaderParameters; key?: CryptoKey | Uint8Array } = {}) {
    const now = Math.floor(this.clock.now().getTime() / 1_000);
    const usual = { iss: this.issuer('google'), aud: 'google-client', sub: 'g-1', iat: now, exp: now + 600 };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader(header ?? { alg: 'RS256', kid: KID })
      .sign(key ?? this.keys.privateKey);
  }

  /** Answers the code with this id token. */
  giveIdToken(idToken: string): void {
    this.token = () => ({ body: { access_token: 'access', token_type: 'Bearer', id_token: idToken } });
  }

  private get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private credentials(name: string): object {
    const client = { clientId: `${name}-client`, nativeClientIds: [NATIVE_CLIENT] };
    if (name === 'apple') return { ...client, teamId: 'TEAM', keyId: 'KEY', privateKey: this.appleKey };
    return { ...client, clientSecret: `${name}-secret` };
  }

  private endpoints(name: string): Record<string, string> {
    const base = this.issuer(name);
    const places = {
      issuer: base,
      authorization: `${base}/authorize`,
      token: `${base}/token`,
      userinfo: `${base}/userinfo`,
    };
    return GIVES_ID_TOKENS.has(name) ? { ...places, jwks: `${base}/jwks` } : places;
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked = { form: new URLSearchParams(Buffer.concat(chunks).toString()), headers: request.headers };
    const path = request.url ?? '';
    if (path.endsWith('/jwks'))
      return { body: { keys: [{ ...(await exportJWK(this.keys.publicKey)), kid: KID, alg: 'RS256' }] } };
    this.asked.push(asked);
    return path.endsWith('/token') ? this.token(asked) : this.userinfo(asked);
  }
}
