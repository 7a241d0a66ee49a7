import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import { SignInTries } from '../../src/modules/auth/sign-in-tries.repository.ts';
import { hashesOf, newRefreshToken } from '../../src/modules/auth/refresh-token.ts';
import type { PersonalRole } from '../../src/modules/privacy/personal-data.ts';
import { PersonalItemsRepository } from '../../src/modules/privacy/personal-items.repository.ts';
import { SignalLog } from '../../src/modules/risk/signal-log.repository.ts';
import { Windows } from '../../src/modules/risk/windows.repository.ts';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { AuditLog } from '../../src/modules/audit/audit-log.repository.ts';
import { SessionsRepository } from '../../src/modules/auth/sessions.repository.ts';
import { VenueCountsRepository } from '../../src/modules/counters/venue-counts.repository.ts';
import { principalKeyOf, scopeOf } from '../../src/modules/idempotency/key.ts';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { IdempotencyRecords } from '../../src/modules/idempotency/records.repository.ts';
import { OneTimeSecrets } from '../../src/modules/one-time/one-time-secrets.repository.ts';
import { PresenceMoves } from '../../src/modules/presence/presence-moves.repository.ts';
import { ForgottenRowsRepository } from '../../src/modules/privacy/forgotten-rows.repository.ts';
import { PresencesRepository } from '../../src/modules/presence/presences.repository.ts';
import type { Presence } from '../../src/modules/presence/presence.ts';
import { digestOfStores } from '../support/store-digest.ts';
import { type Person, World } from '../support/world.ts';

const KEY = 'lunch';
const ROUTE = 'POST /transfers';

/** Asks a method for what is Bob's with somebody else's id; gives what came back. */
type Probe = (id: string) => Promise<unknown>;

// Real: DynamoDB Local, with things of Bob in it, and every method of every repository that has them.
describe('what DynamoDB keeps of somebody', () => {
  let world: World;
  let bob: Person;
  let bobsSession: string;
  let bobsPresence: Presence;
  let probes: ReadonlyMap<Type, Readonly<Record<string, Probe | string>>>;

  beforeAll(async () => {
    world = await World.open();
    bob = await world.person();
    const sessions = world.app.get(SessionsRepository);
    const presences = world.app.get(PresencesRepository);
    const moves = world.app.get(PresenceMoves);
    const records = world.app.get(IdempotencyRecords);
    const secrets = world.app.get(OneTimeSecrets);
    const forgotten = world.app.get(ForgottenRowsRepository);
    const [signals, personal, dynamo] = [
      world.app.get(SignalLog),
      world.app.get(PersonalItemsRepository),
      world.app.get(DynamoDb),
    ];

    bobsSession = world.newId();
    const device = { ip: '127.0.0.1', userAgent: 'test' };
    const proof = { atMs: world.clock.now().getTime(), methods: ['pwd'] };
    const session = { id: bobsSession, userId: bob.id, epoch: 0, proof };
    await sessions.insert(session, hashesOf(newRefreshToken(bobsSession)), device);
    const at = world.clock.now();
    const here = { wantsToBuy: true, wantsToReceive: true, checkedInAt: at, lastSeenAt: at, revision: randomUUID() };
    bobsPresence = { userId: bob.id, venueId: world.newId(), ...here };
    await moves.arrive(undefined, bobsPresence);
    const request = { scope: scopeOf(bob.id, ROUTE, KEY), principalKey: principalKeyOf(bob.id, KEY), route: ROUTE };
    const { opened } = await records.begin({ ...request, fingerprint: randomUUID() });
    await records.complete(opened, { statusCode: 201, body: '{}' });
    const signal = { userId: bob.id, timestamp: `${'0'.repeat(14)}#1` };
    await dynamo.document.send(new PutCommand({ TableName: dynamo.table('fraud-signals'), Item: signal }));
    await secrets.put({ id: `spec:${bob.id}`, secretHash: 'h', userId: bob.id }, 600);

    const asIf = (userId: string): Presence => ({ ...bobsPresence, userId });
    probes = new Map<Type, Readonly<Record<string, Probe | string>>>([
      [
        SessionsRepository,
        {
          findLive: (id) => sessions.findLive(id),
          delete: (id) => sessions.delete(bobsSession, id),
          prove: (id) => sessions.prove(bobsSession, id, proof),
          insert: 'makes a session for whoever proved who they are; an id that is taken is refused',
          find: 'by the id in a refresh token, whose secret is compared next',
          rotate: 'by the hash of the secret that was presented',
          end: 'by the id of a session whose used secret was presented',
        },
      ],
      [
        PresencesRepository,
        {
          find: (id) => presences.find(id),
          findMany: (id) => presences.findMany([id]),
          refresh: async (id) => {
            const { refreshed, stored } = await presences.refresh(asIf(id), new Date(0));
            return refreshed ?? stored;
          },
          lastSeenAfter: 'of a venue: who may see them is asked of groups and of the staff list',
          countAt: 'a number',
          lastSeenUntil: 'of a venue: for the job that takes off who is gone',
        },
      ],
      [
        PresenceMoves,
        {
          leave: (id) => moves.leave(asIf(id), at),
          arrive: (id) => moves.arrive(asIf(id), { ...asIf(id), revision: randomUUID() }),
        },
      ],
      [
        IdempotencyRecords,
        {
          list: (id) => records.list(principalKeyOf(id, KEY)),
          begin: 'under a hash of who asks: see below',
          complete: 'under the fencing token that begin gave',
          release: 'under the fencing token that begin gave',
        },
      ],
      [
        OneTimeSecrets,
        {
          take: (id) => secrets.take(`spec:${id}`, 'h'),
          spendTry: (id) => secrets.spendTry(`spec:${id}`, 5),
          put: 'makes one',
          countWithin: 'a number',
        },
      ],
      [
        SignalLog,
        {
          ofPerson: (id) => signals.ofPerson(id, undefined, 10),
          append: 'writes under the person whose movement it is',
          flush: 'writes under the person whose movement it is',
          beforeApplicationShutdown: 'writes under the person whose movement it is',
          walk: 'everybody’s, to try a rule out on',
        },
      ],
      [
        PersonalItemsRepository,
        {
          pages: async (id) => {
            const found: string[] = [];
            for await (const page of personal.pages('presence', { key: 'userId' } as PersonalRole, id))
              found.push(...page);
            return found;
          },
          cached: 'of Redis, by a key that the declaration makes of the person',
        },
      ],
      [
        ForgottenRowsRepository,
        {
          deleteSessions: (id) => forgotten.deleteSessions(id),
          forget: 'of PostgreSQL, as the erasure of a person',
        },
      ],
      [Windows, allBecause(Windows, 'one item a person, under the person whose movement it is')],
      [SignInTries, allBecause(SignInTries, 'numbers of tries to sign in, by the account that was named')],
      [VenueCountsRepository, allBecause(VenueCountsRepository, 'numbers of people at venues')],
      [AuditLog, allBecause(AuditLog, 'for who may read the log of everybody')],
    ]);
  });
  afterAll(() => world.close());

  it('is asked for by methods that are all looked at here', () => {
    for (const [repository, methods] of probes) expect(Object.keys(methods).sort()).toEqual(methodsOf(repository));
    const files = repositoryFiles('src').filter((file) => /\bDynamoDb\b/.test(readFileSync(file, 'utf8')));
    expect(files).toHaveLength(probes.size);
  });

  it('is found with their own id', async () => {
    const found = await Promise.all([
      ...[call(SessionsRepository, 'findLive', bob.id), call(PresencesRepository, 'find', bob.id)],
      ...[call(PresencesRepository, 'findMany', bob.id), call(IdempotencyRecords, 'list', bob.id)],
    ]);
    expect(found.filter(isNothing)).toEqual([]);
  });

  it('is not found, changed or removed with any other id, nor with one that would mean something between two keys', async () => {
    const alice = (await world.person()).id;
    const ids = [alice, `${alice}#${bob.id}`, `${bob.id}#${alice}`, `${bob.id}#`, `#${bob.id}`, `${bob.id} `];
    const odd = [
      bob.id.toUpperCase(),
      bob.id.slice(0, -1),
      `${bob.id}/`,
      `${bob.id}\u0000`,
      `${bob.id}*`,
      '*',
      '#',
      '',
    ];
    const before = await digestOfStores(world.app);
    for (const [repository, methods] of probes) {
      for (const [name, probe] of Object.entries(methods)) {
        if (typeof probe === 'string') continue;
        for (const id of [...ids, ...odd]) {
          const answer = await probe(id).catch(() => undefined);
          expect([repository.name, name, id, isNothing(answer)]).toEqual([repository.name, name, id, true]);
        }
      }
    }
    expect(await digestOfStores(world.app)).toEqual(before);
    expect(await world.app.get(OneTimeSecrets).take(`spec:${bob.id}`, 'h')).toMatchObject({ userId: bob.id });
  });

  it('has a key of its own for each way to cut what it is made of', () => {
    const parts = [bob.id, '#', '"', ',', '["', 'x#y', ''];
    const scopes = parts.flatMap((a) => parts.flatMap((b) => parts.map((c) => scopeOf(a, b, c))));
    expect(new Set(scopes).size).toBe(parts.length ** 3);
    expect(new Set(parts.flatMap((a) => parts.map((b) => principalKeyOf(a, b)))).size).toBe(parts.length ** 2);
  });

  function call(repository: Type, name: string, id: string): Promise<unknown> {
    const probe = probes.get(repository)?.[name];
    return typeof probe === 'function' ? probe(id) : Promise.resolve(undefined);
  }
});

function isNothing(answer: unknown): boolean {
  return answer === undefined || answer === false || (Array.isArray(answer) && answer.length === 0);
}

/** What others may call. TypeScript's private methods are told by what the class says. */
function methodsOf(repository: Type): string[] {
  const source = repositoryFiles('src')
    .map((file) => readFileSync(file, 'utf8'))
    .find((text) => text.includes(`export class ${repository.name} `));
  const isPrivate = (name: string): boolean => new RegExp(`private (async )?(get )?\\*?${name}\\b`).test(source ?? '');
  const names = Object.getOwnPropertyNames(repository.prototype as object);
  return names.filter((name) => name !== 'constructor' && !isPrivate(name)).sort();
}

function allBecause(repository: Type, reason: string): Record<string, string> {
  return Object.fromEntries(methodsOf(repository).map((name) => [name, reason]));
}

function repositoryFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.repository.ts'))
    .map((file) => join(folder, file));
}
