// npm run seed: puts the demo's people, money and venues there, through the API's own routes. What is there already stays.
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { createApp as CreateApp } from '../src/create-app.ts';
import type { GrantRoles as GrantRolesFace } from '../src/modules/access/index.ts';
import type { loadConfig as LoadConfig } from '../src/platform/config/index.ts';
import type { Users as UsersFace } from '../src/modules/users/index.ts';
import type { asSystem as AsSystem, Transactions as TransactionsFace } from '../src/platform/postgres/index.ts';
import {
  DEMO_PASSWORD,
  menu,
  PEOPLE,
  RATES,
  SPREAD_BASIS_POINTS,
  venues,
  type DemoPerson,
  type DemoVenue,
} from './demo-data.ts';
import { built } from './built-app.ts';
import { runMain } from './local-stack/command-line.ts';
import { projectRoot } from './local-stack/index.ts';
import { rememberedEnvironment } from './local-stack/remembered-environment.ts';

interface Session {
  readonly id: string;
  readonly token: string;
}

type Body = Record<string, unknown>;

const STARTING_FUNDS = { INR: 500_000, USD: 50_000 } as const;
const VENUES_AT_ONCE = 8;

runMain(async () => {
  const { loadConfig } = await built<{
    loadConfig: typeof LoadConfig;
  }>('../dist/platform/config/index.js');
  const { createApp } = await built<{ createApp: typeof CreateApp }>('../dist/create-app.js');
  const config = loadConfig({ ...environment(), JOBS: 'off', LOG_LEVEL: 'warn', METRICS_PORT: '0' });
  if (config.production) throw new Error('Demo data is not for production');
  const app = await createApp(config);
  try {
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    await seed(new Seeder(app));
  } finally {
    await app.close();
  }
  process.stdout.write(`${logins()}\n`);
});

/** What the caller set, and for the rest what the local stack remembers. */
function environment(): NodeJS.ProcessEnv {
  return { ...rememberedEnvironment(join(projectRoot(), '.local'), process.env), ...process.env };
}

async function seed(seeder: Seeder): Promise<void> {
  const sessions = new Map<string, Session>();
  for (const person of PEOPLE) sessions.set(person.email, await seeder.person(person));
  const session = (name: string): Session => sessions.get(`${name}@trivet.example`) as Session;
  for (const friend of [session('alice'), session('bob')]) await seeder.fund(friend);
  await seeder.rates(session('admin'));
  await seeder.befriend(session('alice'), session('bob'));
  const first = await seeder.venues(session('admin'), venues());
  await seeder.staff(session('admin'), first, session('manager'), 'manager');
  await seeder.staff(session('admin'), first, session('bartender'), 'bartender');
}

class Seeder {
  private readonly app: NestFastifyApplication;

  constructor(app: NestFastifyApplication) {
    this.app = app;
  }

  async person({ email, firstName, lastName, roles }: DemoPerson): Promise<Session> {
    const registered = await this.call(
      'POST',
      '/auth/register',
      undefined,
      { email, password: DEMO_PASSWORD, firstName, lastName },
      [409],
    );
    if (registered['user']) await this.admit((registered['user'] as { id: string }).id, email, roles);
    const signedIn = await this.call('POST', '/auth/login', undefined, { email, password: DEMO_PASSWORD });
    const { user, tokens } = signedIn as { user: { id: string }; tokens: { accessToken: string } };
    return { id: user.id, token: tokens.accessToken };
  }

  async fund(person: Session): Promise<void> {
    const methods = await this.call<{ data: { id: string }[] }>('GET', '/payment-methods', person);
    const added =
      methods.data[0] ??
      (await this.call<{ id: string }>('POST', '/payment-methods', person, { type: 'card', token: 'sandbox_visa' }));
    for (const [currency, amount] of Object.entries(STARTING_FUNDS)) {
      await this.call('POST', '/wallets', person, { currency }, [409]);
      const { data } = await this.call<{ data: { id: string; currency: string; version: number }[] }>(
        'GET',
        '/wallets',
        person,
      );
      const wallet = data.find((one) => one.currency === currency);
      if (!wallet || wallet.version > 0) continue;
      await this.call('POST', '/payments', person, {
        walletId: wallet.id,
        amount,
        currency,
        paymentMethodId: added.id,
      });
    }
  }

  /** Sets the rates anew each time: one of an earlier start may be too old to be quoted. One that was moved far away since stays. */
  async rates(admin: Session): Promise<void> {
    for (const { pair, rate } of RATES) {
      await this.call('PUT', `/admin/fx/rates/${pair}`, admin, { rate, spreadBasisPoints: SPREAD_BASIS_POINTS }, [422]);
    }
  }

  async befriend(owner: Session, friend: Session): Promise<void> {
    const groups = await this.call<{ data: { id: string }[] }>('GET', '/groups', owner);
    if (groups.data.length > 0) return;
    const { id } = await this.call<{ id: string }>('POST', '/groups', owner, { name: 'Friday friends' });
    await this.call('POST', `/groups/${id}/invitations`, owner, { userId: friend.id });
    const invitations = await this.call<{ data: { id: string }[] }>('GET', '/invitations', friend);
    for (const invitation of invitations.data) await this.call('POST', `/invitations/${invitation.id}/accept`, friend);
  }

  /** Makes the venues that are missing, a few at a time, and returns the first one's id. */
  async venues(owner: Session, wanted: readonly DemoVenue[]): Promise<string> {
    const there = await this.existing();
    for (let from = 0; from < wanted.length; from += VENUES_AT_ONCE) {
      const some = wanted.slice(from, from + VENUES_AT_ONCE).filter(({ address }) => !there.has(address));
      const made = await Promise.all(some.map((venue) => this.venue(owner, venue)));
      some.forEach((venue, index) => there.set(venue.address, made[index] as string));
    }
    return there.get(wanted[0]?.address ?? '') as string;
  }

  async staff(owner: Session, venueId: string, person: Session, role: string): Promise<void> {
    await this.call('POST', `/venues/${venueId}/staff`, owner, { userId: person.id, role }, [409]);
  }

  private async venue(owner: Session, venue: DemoVenue): Promise<string> {
    const { id } = await this.call<{ id: string }>('POST', '/venues', owner, venue);
    for (const item of menu(venue.currency)) await this.call('POST', `/venues/${id}/menu-items`, owner, item);
    return id;
  }

  private async existing(): Promise<Map<string, string>> {
    const transactions = await this.transactions();
    const rows = await transactions.run((tx) => tx.venue.findMany({ select: { id: true, address: true } }));
    return new Map(rows.map(({ id, address }) => [address, id]));
  }

  /** With roles, and an address that counts as proved: API keys and linked sign-ins ask for one. */
  private async admit(userId: string, email: string, roles: readonly string[]): Promise<void> {
    const { Users } = await built<{ Users: typeof UsersFace }>('../dist/modules/users/index.js');
    const users = this.app.get<UsersFace>(Users, { strict: false });
    const { asSystem } = await built<{ asSystem: typeof AsSystem }>('../dist/platform/postgres/index.js');
    const transactions = await this.transactions();
    const prove = () => transactions.run((tx) => users.verifyContact(tx, userId, 'email', email));
    if (!(await asSystem('operator', prove))) throw new Error(`${email} is not there`);
    const { GrantRoles } = await built<{ GrantRoles: typeof GrantRolesFace }>('../dist/modules/access/index.js');
    const grantRoles = this.app.get<GrantRolesFace>(GrantRoles, { strict: false });
    await grantRoles.execute({ userId, roles: (before) => [...before, ...roles] });
  }

  private async transactions(): Promise<TransactionsFace> {
    type Module = { Transactions: typeof TransactionsFace };
    const { Transactions } = await built<Module>('../dist/platform/postgres/index.js');
    return this.app.get<TransactionsFace>(Transactions);
  }

  private async call<T = Body>(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    as?: Session,
    body?: unknown,
    tolerated: readonly number[] = [],
  ): Promise<T> {
    const headers = { ...(as ? { authorization: `Bearer ${as.token}` } : {}), 'idempotency-key': crypto.randomUUID() };
    const answer = await this.app.inject({ method, url: `/api/v1${path}`, headers, payload: body as Body | undefined });
    const failed = answer.statusCode >= 400 && !tolerated.includes(answer.statusCode);
    if (failed) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${answer.body}`);
    return (answer.body === '' ? {} : answer.json()) as T;
  }
}

function logins(): string {
  const width = Math.max(...PEOPLE.map(({ email }) => email.length));
  return [
    `Demo logins, all with the password ${DEMO_PASSWORD}:`,
    ...PEOPLE.map(({ email, what }) => `  ${email.padEnd(width)}  ${what}`),
  ].join('\n');
}
