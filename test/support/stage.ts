import { randomUUID } from 'node:crypto';
import { generateSync } from 'otplib';
import { OutboxRelay } from '../../src/platform/events/index.ts';
import { SandboxMessages } from '../../src/platform/messages/index.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import type { CreationOptions, SoftwareAuthenticator } from './software-authenticator.ts';
import type { FakeIdentityProvider } from './fake-identity-provider.ts';
import { type Body, type Person, World } from './world.ts';

export interface Payer extends Person {
  readonly walletId: string;
}

export interface Bar {
  readonly manager: Person;
  readonly bartender: Person;
  readonly venueId: string;
  readonly itemId: string;
}

export interface Treat extends Bar {
  readonly buyer: Payer;
  readonly recipient: Person;
  readonly orderId: string;
}

export interface Account {
  readonly person: Person;
  readonly email: string;
  readonly refreshToken: string;
  readonly sessionId: string;
}

export const PLACE = { latitude: 12.9716, longitude: 77.5946 };
export const PASSWORD = 'Trivet-demo-1';
const FUNDS = 100_000;

/** What good requests need before them: people with money, bars, treats, holds, payments, groups. All of it over the API. */
export class Stage {
  /** `identities` is where the world's people may sign in too. */
  constructor(
    readonly world: World,
    private readonly identities?: FakeIdentityProvider,
  ) {
    if (identities) identities.clock = world.clock;
  }

  get identityProvider(): FakeIdentityProvider {
    if (this.identities === undefined) throw new Error('this stage has no provider of identities');
    return this.identities;
  }

  person(): Promise<Person> {
    return this.world.person();
  }

  admin(): Promise<Person> {
    return this.world.person(['admin']);
  }

  /** Somebody with an INR wallet that has money. */
  async payer(): Promise<Payer> {
    const person = await this.person();
    return { ...person, walletId: await this.world.wallet(person, FUNDS) };
  }

  /** An account with a password, signed in. */
  async account(): Promise<Account> {
    const email = `${randomUUID()}@test.example`;
    const body = { email, password: PASSWORD, firstName: 'Ada', lastName: 'Test' };
    const { user, tokens } = await this.made<{ user: { id: string }; tokens: Record<string, string> }>(
      'POST',
      '/auth/register',
      undefined,
      body,
    );
    const person = { id: user.id, token: tokens['accessToken'] ?? '' };
    const { data } = await this.made<{ data: { id: string }[] }>('GET', '/auth/sessions', person);
    return { person, email, refreshToken: tokens['refreshToken'] ?? '', sessionId: data[0]?.id ?? '' };
  }

  /** An account whose address is proved. */
  async proved(): Promise<Account> {
    const account = await this.account();
    await this.made('POST', '/me/contacts/codes', account.person, { contact: 'email' });
    const code = await this.textTo(account.email, /code is (\d{6})/);
    await this.made('POST', '/me/contacts/verify', account.person, { contact: 'email', code });
    return account;
  }

  /** An account with an authenticator. */
  async guarded(): Promise<Account & { secret: string; recoveryCodes: string[] }> {
    const account = await this.proved();
    const { secret } = await this.made<{ secret: string }>('POST', '/auth/mfa/totp', account.person);
    const code = this.totp(secret);
    const confirmed = await this.made<{ recoveryCodes: string[] }>('POST', '/auth/mfa/totp/confirm', account.person, {
      code,
    });
    return { ...account, secret, ...confirmed };
  }

  /** What adds a new passkey of the person. */
  async newPasskey(person: Person, authenticator: SoftwareAuthenticator): Promise<Body> {
    const options = await this.made<{ publicKey: CreationOptions }>('POST', '/auth/passkeys/options', person);
    return { name: 'My phone', credential: authenticator.create(options.publicKey) };
  }

  async withPasskey(authenticator: SoftwareAuthenticator): Promise<{ person: Person; passkeyId: string }> {
    const { person } = await this.proved();
    return {
      person,
      passkeyId: await this.idOf('/auth/passkeys', person, await this.newPasskey(person, authenticator)),
    };
  }

  /** What an authenticator shows now, or in so many steps. */
  totp(secret: string, steps = 0): string {
    return generateSync({ secret, epoch: Math.floor(this.world.clock.now().getTime() / 1_000) + 30 * steps });
  }

  /** What the newest message to an address or number says, by the first group of `pattern`. */
  async textTo(to: string, pattern: RegExp): Promise<string> {
    await this.world.app.get(OutboxRelay).drain();
    const [newest] = this.world.app.get(SandboxMessages).to(to);
    return pattern.exec(newest?.text ?? '')?.[1] ?? '';
  }

  async transfer(from: Payer, toWalletId: string): Promise<string> {
    return this.idOf('/transfers', from, { fromWalletId: from.walletId, toWalletId, amount: 500, currency: 'INR' });
  }

  hold(from: Payer, toWalletId: string): Promise<string> {
    const amounts = { amount: 500, currency: 'INR', expiresInSeconds: 3_600 };
    return this.idOf('/holds', from, { walletId: from.walletId, toWalletId, ...amounts });
  }

  card(person: Person, token = 'sandbox_visa'): Promise<string> {
    return this.idOf('/payment-methods', person, { type: 'card', token });
  }

  async payment(payer: Payer, token?: string, capture = 'automatic'): Promise<string> {
    const wanted = { walletId: payer.walletId, amount: 500, currency: 'INR', capture };
    return this.idOf('/payments', payer, { ...wanted, paymentMethodId: await this.card(payer, token) });
  }

  /** Hears what happened at the provider: the disputes of payments with `sandbox_dispute`, and payouts. */
  async hear(): Promise<void> {
    for (const job of ['read-provider-balance', 'resolve-provider-subjects']) {
      await this.world.app.get(Jobs).runNow(job);
    }
  }

  /** An open bar with a manager, a bartender and one item on its menu. */
  async bar(): Promise<Bar> {
    const [manager, bartender] = [await this.world.person(['venue_manager']), await this.person()];
    const place = { name: 'The Trivet', address: '1 Main Street', currency: 'INR', ...PLACE };
    const venueId = await this.idOf('/venues', manager, place);
    const itemId = await this.idOf(`/venues/${venueId}/menu-items`, manager, { name: 'Chai', price: 250 });
    await this.made('POST', `/venues/${venueId}/staff`, manager, { userId: bartender.id, role: 'bartender' });
    return { manager, bartender, venueId, itemId };
  }

  /** A paid order of one item. */
  async treat(): Promise<Treat> {
    const [bar, buyer, recipient] = [await this.bar(), await this.payer(), await this.person()];
    const orderId = await this.idOf('/orders', buyer, this.orderOf(bar, buyer, recipient));
    return { ...bar, buyer, recipient, orderId };
  }

  orderOf(bar: Bar, buyer: Payer, recipient: Person): Body {
    const items = [{ menuItemId: bar.itemId, quantity: 1 }];
    return { venueId: bar.venueId, recipientId: recipient.id, items, payWith: { walletId: buyer.walletId } };
  }

  async accepted(): Promise<Treat> {
    const treat = await this.treat();
    await this.made('POST', `/orders/${treat.orderId}/accept`, treat.recipient);
    return treat;
  }

  /** An accepted order whose recipient has a code on the screen. */
  async shown(): Promise<Treat & { redemptionId: string; qrPayload: string }> {
    const treat = await this.accepted();
    const path = `/orders/${treat.orderId}/redemption`;
    const code = await this.made<{ redemptionId: string; qrPayload: string }>('POST', path, treat.recipient);
    return { ...treat, ...code };
  }

  group(owner: Person): Promise<string> {
    return this.idOf('/groups', owner, { name: 'Friends' });
  }

  /** A group with somebody invited to it. */
  async invitation(): Promise<{ owner: Person; invitee: Person; groupId: string; invitationId: string }> {
    const [owner, invitee] = [await this.person(), await this.person()];
    const groupId = await this.group(owner);
    await this.made('POST', `/groups/${groupId}/invitations`, owner, { userId: invitee.id });
    const { data } = await this.made<{ data: { id: string }[] }>('GET', '/invitations', invitee);
    return { owner, invitee, groupId, invitationId: data[0]?.id ?? '' };
  }

  async friends(): Promise<{ owner: Person; member: Person; groupId: string }> {
    const { owner, invitee, groupId, invitationId } = await this.invitation();
    await this.made('POST', `/invitations/${invitationId}/accept`, invitee);
    return { owner, member: invitee, groupId };
  }

  checkInAt(venueId: string): Body {
    return { venueId, lat: PLACE.latitude, lng: PLACE.longitude, wantsToBuy: true, wantsToReceive: false };
  }

  /** A good cursor: somebody else's, of another list than most. */
  async otherCursor(): Promise<string> {
    const person = await this.person();
    for (const name of ['One', 'Two']) await this.idOf('/groups', person, { name });
    return (await this.made<{ nextCursor: string }>('GET', '/groups?limit=1', person)).nextCursor;
  }

  /** The body of an answer that must be a success. */
  async made<T = Body>(method: string, path: string, person?: Person, body?: Body): Promise<T> {
    const answer = await this.world.call<T>(method, path, person, { body, key: randomUUID() });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status} ${answer.text}`);
    return answer.body;
  }

  private async idOf(path: string, person: Person, body: Body): Promise<string> {
    return (await this.made<{ id: string }>('POST', path, person, body)).id;
  }
}
