import { randomUUID } from 'node:crypto';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { OutboxRelay } from '../../src/platform/events/index.ts';
import type { TestResponse } from './http-client.ts';
import { type Payer, Stage } from './stage.ts';
import { textOfStores } from './store-text.ts';
import { type Person, World } from './world.ts';

export const DAY_MS = 86_400_000;

const PROFILE = {
  dateOfBirth: '1990-04-17',
  address: { line1: '12 Example Street', city: 'Bengaluru', postalCode: '560001', country: 'IN' },
  documents: [{ type: 'passport', reference: 'vault/canary' }],
};

/** Somebody who did much and has nothing left. What is theirs alone says `mark`, or is their address. */
export interface Spent {
  readonly person: Person;
  readonly email: string;
  readonly mark: string;
  readonly walletId: string;
  readonly friend: Payer;
}

/** People who want to be forgotten, and the job that does it. */
export class PrivacyWorld extends World {
  readonly stage = new Stage(this);

  /** Somebody with an address, a profile, a card, a session and a history of payments; and nothing left. */
  async spent(): Promise<Spent> {
    const { stage } = this;
    const { person, email } = await stage.account();
    const walletId = await this.wallet(person, 1_000);
    const friend = await stage.payer();
    const mark = randomUUID();
    await stage.made('PUT', '/me/profile', person, { ...PROFILE, address: { ...PROFILE.address, city: mark } });
    await stage.made('PATCH', '/me', person, { firstName: mark, phone: '+12125550177' });
    await stage.card(person);
    await stage.group(person);
    // Keys are for who proved their address; how that is done is for other tests.
    const proved = { emailVerifiedAt: this.clock.now() };
    await this.postgres.prisma.user.update({ where: { id: person.id }, data: proved });
    await stage.made('POST', '/api-keys', person, { name: 'Laptop', permissions: ['me:read'] });
    const transfer = { fromWalletId: walletId, toWalletId: friend.walletId, amount: 1_000, currency: 'INR' };
    await stage.made('POST', '/transfers', person, transfer);
    return { person, email, mark, walletId, friend };
  }

  ask(person: Person): Promise<TestResponse<Record<string, unknown>>> {
    return this.call('POST', '/me/erasure', person);
  }

  async run(): Promise<void> {
    const { status, error } = await this.app.get(Jobs).runNow('erasures');
    expect([status, error]).toEqual(['succeeded', null]);
  }

  /** The provider lets go of the cards, and the job does the rest. */
  async carryOut(): Promise<void> {
    await this.app.get(OutboxRelay).drain();
    await this.run();
  }

  erasureOf({ id }: Person): Promise<{ cause: string; completedAt: Date | null } | null> {
    return this.postgres.prisma.erasure.findUnique({ where: { userId: id } });
  }

  async isForgotten(person: Person): Promise<boolean> {
    return (await this.erasureOf(person))?.completedAt instanceof Date;
  }

  /** Nothing that is theirs is left, but in what passes: answers and news, which are gone in days. */
  async expectForgotten({ person, email, mark }: Spent): Promise<void> {
    expect(await this.isForgotten(person)).toBe(true);
    const kept = (await textOfStores(this.app)).filter(({ place }) => !/outbox_event|idempotency|audit/.test(place));
    expect(kept.filter(({ text }) => [email, mark].some((canary) => text.includes(canary)))).toEqual([]);
  }
}
