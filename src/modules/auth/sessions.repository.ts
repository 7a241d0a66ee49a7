import { Inject, Injectable } from '@nestjs/common';
import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { conditionHeld, DynamoDb } from '../../platform/dynamodb/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import type { Proof } from '../../shared/principal.ts';
import type { RefreshTokenHashes } from './refresh-token.ts';
import type { ClientDevice, NewSession, Session } from './session.ts';

const USER_INDEX = 'byUser';
const LIVE_OF_USER = 'userId = :userId AND expiresAt > :now AND attribute_not_exists(endedAt)';

interface SessionItem extends RefreshTokenHashes, ClientDevice {
  readonly sessionId: string;
  readonly userId: string;
  /** Absent in sessions of older releases, as are the next two. */
  readonly epoch?: number;
  readonly provedAtMs?: number;
  readonly methods?: readonly string[];
  readonly createdAt: string;
  readonly lastUsedAt: string;
  /** Epoch seconds, the table's TTL. DynamoDB deletes hours later, so every read looks at it too. */
  readonly expiresAt: number;
  readonly endedAt?: string;
}

/** Refresh sessions in DynamoDB. A session lives for the configured time since it was last refreshed. */
@Injectable()
export class SessionsRepository {
  constructor(
    private readonly dynamo: DynamoDb,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    private readonly ids: Ids,
  ) {}

  /** The new session's id. */
  async insert(
    { userId, epoch, proof }: NewSession,
    hashes: RefreshTokenHashes,
    device: ClientDevice,
  ): Promise<string> {
    const id = this.ids.next();
    const now = this.clock.now().toISOString();
    const Item: SessionItem = {
      sessionId: id,
      userId,
      epoch,
      provedAtMs: proof.atMs,
      methods: proof.methods,
      ...hashes,
      ...device,
      createdAt: now,
      lastUsedAt: now,
      expiresAt: this.nextExpiry(),
    };
    const ConditionExpression = 'attribute_not_exists(sessionId)';
    await this.dynamo.document.send(new PutCommand({ TableName: this.table, Item, ConditionExpression }));
    return id;
  }

  /** Also an ended session, but not an expired one. */
  async find(id: string): Promise<Session | undefined> {
    const query = { TableName: this.table, Key: { sessionId: id }, ConsistentRead: true };
    const { Item } = await this.dynamo.document.send(new GetCommand(query));
    const item = Item as SessionItem | undefined;
    return item && item.expiresAt > this.nowSeconds() ? toSession(item) : undefined;
  }

  /** All live sessions of a user, the newest first. From an index, which may lag a little. */
  async findLive(userId: string): Promise<Session[]> {
    const items: SessionItem[] = [];
    let position: Record<string, unknown> | undefined;
    do {
      const page = await this.dynamo.document.send(this.liveQuery(userId, position));
      items.push(...((page.Items ?? []) as SessionItem[]));
      position = page.LastEvaluatedKey;
    } while (position);
    // The ids are UUIDv7: their order is that of time.
    return items.map(toSession).sort((one, other) => (one.id < other.id ? 1 : -1));
  }

  /** Puts the next token in the place of the current one. False when another request did so first, or the session is over. */
  rotate(id: string, from: RefreshTokenHashes, to: RefreshTokenHashes, device: ClientDevice): Promise<boolean> {
    const update = new UpdateCommand({
      TableName: this.table,
      Key: { sessionId: id },
      ConditionExpression: 'secretHash = :from AND attribute_not_exists(endedAt)',
      UpdateExpression:
        'SET secretHash = :to, lastUsedAt = :now, expiresAt = :expiresAt, ip = :ip, userAgent = :userAgent',
      ExpressionAttributeValues: {
        ':from': from.secretHash,
        ':to': to.secretHash,
        ':now': this.clock.now().toISOString(),
        ':expiresAt': this.nextExpiry(),
        ':ip': device.ip,
        ':userAgent': device.userAgent,
      },
    });
    return conditionHeld(this.dynamo.document.send(update));
  }

  /** Remembers that the person proved once more who they are. False when they have no such live session. */
  prove(id: string, userId: string, { atMs, methods }: Proof): Promise<boolean> {
    const update = new UpdateCommand({
      TableName: this.table,
      Key: { sessionId: id },
      ConditionExpression: LIVE_OF_USER,
      UpdateExpression: 'SET provedAtMs = :at, methods = :methods',
      ExpressionAttributeValues: { ':userId': userId, ':now': this.nowSeconds(), ':at': atMs, ':methods': methods },
    });
    return conditionHeld(this.dynamo.document.send(update));
  }

  /** Ends a session whose used token came back. It stays, so that its tokens are told from unknown ones. */
  async end(id: string): Promise<void> {
    const update = new UpdateCommand({
      TableName: this.table,
      Key: { sessionId: id },
      ConditionExpression: 'attribute_exists(sessionId) AND attribute_not_exists(endedAt)',
      UpdateExpression: 'SET endedAt = :now',
      ExpressionAttributeValues: { ':now': this.clock.now().toISOString() },
    });
    await conditionHeld(this.dynamo.document.send(update));
  }

  /** False when the user has no such live session. */
  delete(id: string, userId: string): Promise<boolean> {
    const command = new DeleteCommand({
      TableName: this.table,
      Key: { sessionId: id },
      ConditionExpression: LIVE_OF_USER,
      ExpressionAttributeValues: { ':userId': userId, ':now': this.nowSeconds() },
    });
    return conditionHeld(this.dynamo.document.send(command));
  }

  private liveQuery(userId: string, position: Record<string, unknown> | undefined): QueryCommand {
    return new QueryCommand({
      TableName: this.table,
      IndexName: USER_INDEX,
      KeyConditionExpression: 'userId = :userId',
      FilterExpression: 'expiresAt > :now AND attribute_not_exists(endedAt)',
      ExpressionAttributeValues: { ':userId': userId, ':now': this.nowSeconds() },
      ExclusiveStartKey: position,
    });
  }

  private get table(): string {
    return this.dynamo.table('sessions');
  }

  private nowSeconds(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }

  private nextExpiry(): number {
    return this.nowSeconds() + this.config.tokens.refreshSeconds;
  }
}

function toSession({ sessionId, expiresAt, createdAt, lastUsedAt, endedAt, epoch, ...item }: SessionItem): Session {
  const { provedAtMs, methods, ...rest } = item;
  return {
    ...rest,
    id: sessionId,
    epoch: epoch ?? 0,
    // An older release took a password, when the session began.
    proof: { atMs: provedAtMs ?? new Date(createdAt).getTime(), methods: methods ?? ['pwd'] },
    createdAt: new Date(createdAt),
    lastUsedAt: new Date(lastUsedAt),
    expiresAt: new Date(expiresAt * 1000),
    endedAt: endedAt === undefined ? undefined : new Date(endedAt),
  };
}
