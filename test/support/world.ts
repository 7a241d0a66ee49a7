import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { Ledger, ReadTrialBalance, SealEntries, VerifyBooks } from '../../src/ledger/index.ts';
import { AccessTokens } from '../../src/modules/auth/access-tokens.ts';
import { GrantRoles } from '../../src/modules/access/index.ts';
import { Users } from '../../src/modules/users/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { Ids } from '../../src/shared/ids.ts';
import type { TestResponse } from './http-client.ts';
import { startTestApp, type TestApp, type TestAppOptions } from './test-app.ts';
import { TestClock } from './test-clock.ts';
import { ownerPool } from './test-database.ts';

export interface Person {
  readonly id: string;
  readonly token: string;
}

export type Body = Record<string, unknown>;

/** Two people, and a wallet of each. */
export interface Pair {
  readonly alice: Person;
  readonly bob: Person;
  readonly from: string;
  readonly to: string;
}

/** What Alice sends to transfer something to Bob. */
export function transferWish({ from, to }: Pick<Pair, 'from' | 'to'>, more: Body = {}): Body {
  return { fromWalletId: from, toWalletId: to, amount: 400, currency: 'INR', ...more };
}

export interface CallOptions {
  readonly body?: unknown;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

// Tests stand still in time for as long as they like, and are about something else than rate limits.
const ENVIRONMENT = { RATE_LIMIT_SCALE: '1000', ACCESS_TOKEN_SECONDS: '86400', STEP_UP_SECONDS: '86400' };

/** The whole application on stores of its own, with a clock that the test holds, and people and money made on demand. */
export class World {
  private owners: Pool | undefined;

  constructor(
    readonly app: TestApp,
    readonly clock: TestClock,
  ) {}

  static async open<T extends World>(
    this: new (app: TestApp, clock: TestClock) => T,
    environment: Readonly<Record<string, string>> = {},
    more: Pick<TestAppOptions, 'modules' | 'overrides'> = {},
  ): Promise<T> {
    const clock = new TestClock();
    return new this(await startTestApp({ ...more, clock, environment: { ...ENVIRONMENT, ...environment } }), clock);
  }

  async close(): Promise<void> {
    await this.owners?.end();
    await this.app.close();
  }

  /** A person with a token, without the cost of hashing a password. */
  async person(roles: readonly string[] = ['customer'], firstName = 'Ada'): Promise<Person> {
    const newUser = { email: `${randomUUID()}@test.example`, passwordHash: 'none', firstName, lastName: 'Test' };
    const { id } = await this.postgres.transaction((tx) => this.app.get(Users).create(tx, newUser));
    if (roles.join() !== 'customer') await this.app.get(GrantRoles).execute({ userId: id, roles: () => roles });
    return { id, token: this.tokenOf(id) };
  }

  /** A person whose e-mail address is proved. */
  async provedPerson(roles?: readonly string[]): Promise<Person> {
    const person = await this.person(roles);
    await this.prove(person);
    return person;
  }

  /** Takes the person's e-mail address as proved; gives it. */
  async prove({ id }: Pick<Person, 'id'>): Promise<string> {
    const users = this.app.get(Users);
    const { email } = await users.require(id);
    await this.postgres.transaction((tx) => users.verifyContact(tx, id, 'email', email));
    return email;
  }

  /** Another token for the same person; the first may be over when the clock was moved far. */
  tokenOf(userId: string): string {
    const proof = { atMs: this.clock.now().getTime(), methods: ['pwd'] };
    const session = { sessionId: this.newId(), epoch: 0, proof };
    return this.app.get(AccessTokens).issue({ userId, roles: [], ...session }).accessToken;
  }

  /** The same person, who has proved a moment ago who they are. */
  fresh(person: Person): Person {
    return { ...person, token: this.tokenOf(person.id) };
  }

  /** The person's wallet, with `funds` minor units more than before. */
  wallet(person: Person, funds: number | bigint = 0, currency = 'INR'): Promise<string> {
    const ledger = this.app.get(Ledger);
    return this.postgres.transaction(async (tx) => {
      const wallet = await ledger.openAccount(tx, 'wallet', currency, { name: person.id, id: person.id });
      const clearing = await ledger.openAccount(tx, 'provider-clearing', currency, { name: 'sandbox', id: null });
      const parties = { debit: clearing.id, credit: wallet.id, asset: currency, amount: BigInt(funds) };
      if (funds > 0) await ledger.demand(tx, [{ op: 'transfer', kind: 'card-top-up', id: this.newId(), ...parties }]);
      return wallet.id;
    });
  }

  /** Two new people, with so much in their wallets. */
  async pair(alices = 1_000, bobs = 0): Promise<Pair> {
    const [alice, bob] = [await this.person(), await this.person()];
    return { alice, bob, from: await this.wallet(alice, alices), to: await this.wallet(bob, bobs) };
  }

  call<T = Body>(
    method: string,
    path: string,
    person?: Person,
    { body, key, headers }: CallOptions = {},
  ): Promise<TestResponse<T>> {
    const keyed = key === undefined ? headers : { ...headers, 'idempotency-key': key };
    return this.app.request<T>(method, path, { body, token: person?.token, headers: keyed });
  }

  /** A POST under a key of its own. */
  post<T = Body>(path: string, person: Person, body: unknown, key: string = randomUUID()): Promise<TestResponse<T>> {
    return this.call<T>('POST', path, person, { body, key });
  }

  /** How a wallet stands: balance, what is pending, what may be spent. */
  async walletBalances(
    person: Person,
    walletId: string,
  ): Promise<{ balance: number; pendingOut: number; pendingIn: number; availableBalance: number }> {
    const { body } = await this.call<{
      balance: number;
      pendingOut: number;
      pendingIn: number;
      availableBalance: number;
    }>('GET', `/wallets/${walletId}`, person);
    const { balance, pendingOut, pendingIn, availableBalance } = body;
    return { balance, pendingOut, pendingIn, availableBalance };
  }

  /** What every test of money ends with. */
  async expectSound(): Promise<void> {
    await this.app.get(SealEntries).drain();
    const lines = await this.app.get(ReadTrialBalance).execute();
    expect(lines.filter(({ debits, credits }) => debits !== credits)).toEqual([]);
    expect((await this.app.get(VerifyBooks).execute()).problems).toEqual([]);
  }

  newId(): string {
    return this.app.get(Ids).next(this.clock.now().getTime());
  }

  get postgres(): Postgres {
    return this.app.get(Postgres);
  }

  /** The database as its owner has it: for what the application may not do. */
  get owner(): Pool {
    return (this.owners ??= ownerPool(this.app.environment['DATABASE_OWNER_URL']));
  }
}
