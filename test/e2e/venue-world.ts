import { randomUUID } from 'node:crypto';
import { AccessTokens } from '../../src/modules/auth/access-tokens.ts';
import { GrantRoles } from '../../src/modules/access/index.ts';
import { Users } from '../../src/modules/users/index.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { Ids } from '../../src/shared/ids.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { TestClock } from '../support/test-clock.ts';

export const NEW_YORK = { latitude: 40.7128, longitude: -74.006 };

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly token: string;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** The whole application on stores of its own, with a clock that the test holds, and people, venues and groups made on demand. */
export class VenueWorld {
  private constructor(
    readonly app: TestApp,
    readonly clock: TestClock,
  ) {}

  static async open(environment: Record<string, string> = {}): Promise<VenueWorld> {
    const clock = new TestClock();
    const generous = { RATE_LIMIT_SCALE: '1000', ACCESS_TOKEN_SECONDS: '86400' };
    return new VenueWorld(await startTestApp({ clock, environment: { ...generous, ...environment } }), clock);
  }

  close(): Promise<void> {
    return this.app.close();
  }

  /** A person with a token, without the cost of hashing a password. */
  async person(firstName = 'Ada', roles: readonly string[] = ['customer']): Promise<Person> {
    const email = `${randomUUID()}@test.example`;
    const newUser = { email, passwordHash: 'none', firstName, lastName: 'Test' };
    const { id } = await this.postgres.transaction((tx) => this.app.get(Users).create(tx, newUser));
    if (roles.join() !== 'customer') await this.app.get(GrantRoles).execute({ userId: id, roles: () => roles });
    return { id, email, firstName, token: this.tokenOf(id) };
  }

  manager(): Promise<Person> {
    return this.person('Maria', ['venue_manager']);
  }

  tokenOf(userId: string): string {
    const proof = { atMs: Date.now(), methods: ['pwd'] };
    return this.app.get(AccessTokens).issue({ userId, sessionId: this.newId(), roles: [], epoch: 0, proof })
      .accessToken;
  }

  newId(): string {
    return this.app.get(Ids).next();
  }

  async call(method: string, path: string, person?: Person, { body, headers }: CallOptions = {}): Promise<Answer> {
    return this.app.request(method, path, { body, token: person?.token, headers });
  }

  /** The body of an answer that must have this status. */
  async demand(status: number, pending: Promise<Answer>): Promise<Record<string, unknown>> {
    const answer = await pending;
    if (answer.status !== status)
      throw new Error(`answered ${answer.status} ${JSON.stringify(answer.body)}, not ${status}`);
    return answer.body;
  }

  venueBody(overrides: Record<string, unknown> = {}): Record<string, unknown> {
    return { name: 'The Copper Still', address: '12 Example Street', currency: 'USD', ...NEW_YORK, ...overrides };
  }

  /** A venue made over the API by `manager`. */
  async venue(
    manager: Person,
    overrides: Record<string, unknown> = {},
  ): Promise<Record<string, unknown> & { id: string }> {
    const body = await this.demand(201, this.call('POST', '/venues', manager, { body: this.venueBody(overrides) }));
    return { ...body, id: body['id'] as string };
  }

  /** A group of the first person, which all the others have joined. */
  async group(owner: Person, ...others: readonly Person[]): Promise<string> {
    const { id } = await this.demand(201, this.call('POST', '/groups', owner, { body: { name: 'Friends' } }));
    for (const other of others) await this.join(id as string, owner, other);
    return id as string;
  }

  async join(groupId: string, inviter: Person, invitee: Person): Promise<void> {
    await this.demand(
      202,
      this.call('POST', `/groups/${groupId}/invitations`, inviter, { body: { userId: invitee.id } }),
    );
    const { data } = await this.demand(200, this.call('GET', '/invitations', invitee));
    const invitation = (data as { id: string; group: { id: string } }[]).find(({ group }) => group.id === groupId);
    await this.demand(200, this.call('POST', `/invitations/${invitation?.id}/accept`, invitee));
  }

  checkIn(person: Person, venueId: string, overrides: Record<string, unknown> = {}): Promise<Answer> {
    const position = { lat: NEW_YORK.latitude, lng: NEW_YORK.longitude };
    const body = { venueId, ...position, wantsToBuy: true, wantsToReceive: false, ...overrides };
    return this.call('PUT', '/presence', person, { body });
  }

  async countOf(venueId: string, person: Person): Promise<number> {
    return (await this.demand(200, this.call('GET', `/venues/${venueId}/count`, person)))['count'] as number;
  }

  async runJob(name: string): Promise<{ status: string; processed: number }> {
    const { status, processed } = await this.app.get(Jobs).runNow(name);
    return { status, processed };
  }

  get postgres(): Postgres {
    return this.app.get(Postgres);
  }
}
