import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Users } from '../../src/modules/users/index.ts';
import { FakeIdentityProvider, PUBLIC_URL, REDIRECT_TO } from '../support/fake-identity-provider.ts';
import type { TestResponse } from '../support/http-client.ts';
import { type Body, type Person, World } from '../support/world.ts';

export interface SignedInBody extends Body {
  readonly user: { readonly id: string; readonly email: string; readonly emailVerified: boolean };
  readonly tokens: { readonly accessToken: string };
  readonly code: string;
}

/** A way to a provider that was begun. */
export interface Begun {
  readonly provider: string;
  /** Where the browser was sent. */
  readonly url: URL;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** A browser: it keeps cookies, and follows no redirect by itself. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly world: World) {}

  async get(path: string, headers: Record<string, string> = {}): Promise<TestResponse> {
    return this.kept(await this.world.call('GET', path, undefined, { headers: { ...this.cookie, ...headers } }));
  }

  async postForm(path: string, form: URLSearchParams): Promise<TestResponse> {
    const headers = { ...this.cookie, 'content-type': 'application/x-www-form-urlencoded' };
    return this.kept(await this.world.app.request('POST', path, { rawBody: form.toString(), headers }));
  }

  async begin(provider: string, more: Record<string, string> = {}): Promise<Begun> {
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const query = new URLSearchParams({ redirectTo: REDIRECT_TO, challenge, ...more });
    const { status, headers, text } = await this.get(`/auth/social/${provider}/start?${query.toString()}`);
    if (status !== 303) throw new Error(`start answered ${status} ${text}`);
    const url = new URL(headers.get('location') ?? '');
    const said = (name: string): string => url.searchParams.get(name) ?? '';
    return { provider, url, state: said('state'), nonce: said('nonce'), verifier };
  }

  /** Comes back with these parameters, and gives where it is sent then. */
  async comeBack(
    { provider, state }: Begun,
    parameters: Record<string, string> = { code: 'code' },
  ): Promise<TestResponse> {
    const query = new URLSearchParams({ state, ...parameters });
    if (provider === 'apple') return this.postForm('/auth/social/apple/callback', query);
    return this.get(`/auth/social/${provider}/callback?${query.toString()}`);
  }

  private get cookie(): Record<string, string> {
    const pairs = [...this.cookies].map(([name, value]) => `${name}=${value}`);
    return pairs.length === 0 ? {} : { cookie: pairs.join('; ') };
  }

  private kept(answer: TestResponse): TestResponse {
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.cookies.set(name, value);
    }
    return answer;
  }
}

/** The application with every provider on loopback. */
export class SocialWorld {
  private constructor(
    readonly provider: FakeIdentityProvider,
    readonly world: World,
  ) {}

  static async open(): Promise<SocialWorld> {
    const provider = await FakeIdentityProvider.start();
    const world = await World.open(provider.environment());
    provider.clock = world.clock;
    return new SocialWorld(provider, world);
  }

  async close(): Promise<void> {
    await this.world.close();
    await this.provider.close();
  }

  browser(): Browser {
    return new Browser(this.world);
  }

  /** What an answer of the callback tells whoever began. */
  toldBy({ status, headers, text }: TestResponse): { ticket: string | null; error: string | null } {
    const location = headers.get('location');
    if (status !== 303 || location === null) throw new Error(`the callback answered ${status} ${text}`);
    const url = new URL(location);
    expect(`${url.origin}${url.pathname}`).toBe(REDIRECT_TO);
    return { ticket: url.searchParams.get('ticket'), error: url.searchParams.get('error') };
  }

  /** All the way through with Google, of which the claims are said: the ticket and its verifier. */
  async proved(
    claims: Record<string, unknown>,
    browser = this.browser(),
  ): Promise<{ ticket: string; verifier: string }> {
    const begun = await browser.begin('google');
    this.provider.giveIdToken(await this.provider.idToken({ nonce: begun.nonce, ...claims }));
    const { ticket, error } = this.toldBy(await browser.comeBack(begun));
    if (ticket === null) throw new Error(`no ticket: ${error}`);
    return { ticket, verifier: begun.verifier };
  }

  async signIn(claims: Record<string, unknown>): Promise<TestResponse<SignedInBody>> {
    return this.redeem(await this.proved(claims));
  }

  redeem(body: { ticket: string; verifier: string }): Promise<TestResponse<SignedInBody>> {
    return this.world.call<SignedInBody>('POST', '/auth/social/tokens', undefined, { body });
  }

  link(person: Person, body: { ticket: string; verifier: string }): Promise<TestResponse> {
    return this.world.call('POST', '/me/identities', person, { body });
  }

  /** The address of a person, proved or not. */
  async addressOf(person: Person, proved: boolean): Promise<string> {
    if (proved) return this.world.prove(person);
    return (await this.world.app.get(Users).require(person.id)).email;
  }
}

let names = 0;

/** Somebody whom Google knows. */
export const stranger = (more: Record<string, unknown> = {}) => {
  const sub = `sub-${(names += 1)}`;
  return {
    sub,
    email: `${randomUUID()}@test.example`,
    email_verified: true,
    given_name: 'Ada',
    family_name: 'Byron',
    ...more,
  };
};

/** Whoever signed in. */
export const personOf = ({ body }: TestResponse<SignedInBody>): Person => ({
  id: body.user.id,
  token: body.tokens.accessToken,
});

export { PUBLIC_URL, REDIRECT_TO };
