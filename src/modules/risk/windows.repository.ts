import { Inject, Injectable, Logger } from '@nestjs/common';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import {
  conditionHeld,
  DynamoDb,
  isConditionFailure,
  isInvalid,
  isOutage,
  itemOfConditionFailure,
} from '../../platform/dynamodb/index.ts';
import { withDeadline } from '../../shared/deadline.ts';
import { MAX_WINDOW_SECONDS, MEMORY_SECONDS } from './condition.ts';
import { type History, NO_HISTORY, type Signal } from './history.ts';
import { isOutgoing, type MovementPart, promisedId, sumsOf } from './movement.ts';
import { UpdateExpression } from './update-expression.ts';
import {
  dayName,
  historyOf,
  signalName,
  storedParts,
  storedSignal,
  weekName,
  WINDOW,
  type WindowItem,
} from './window-item.ts';
import { tidying } from './window-tidying.ts';

/** After this many calls in a row failed, nobody waits for the next for a while: one may have been slow. */
const FAILURES_BEFORE_REST = 2;
const REST_MS = 1_000;

/** The most that a person may spend, by currency; no limit for one that is absent. */
export interface SpendingLimits {
  readonly daily: ReadonlyMap<string, bigint>;
  readonly weekly: ReadonlyMap<string, bigint>;
}

export const NO_LIMITS: SpendingLimits = { daily: new Map(), weekly: new Map() };

/** What came of writing a movement down, and what the person did before. */
export type Reserved =
  | { readonly state: 'reserved' | 'over_limit'; readonly history: History }
  /** The movement is more than can be written down of this person. */
  | { readonly state: 'full' }
  /** DynamoDB did not answer in time. What was sent may be written down or not. */
  | { readonly state: 'blind'; readonly isSent: boolean };

/**
 * What people did lately: one item a person. One call writes a movement down, takes its amount from what may be spent, and tells what
 * was before: so of two at the same moment the second always knows the first.
 */
@Injectable()
export class Windows {
  private readonly logger = new Logger('Risk');
  private restUntilMs = 0;
  private failures = 0;

  constructor(
    private readonly dynamo: DynamoDb,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async reserve(userId: string, signal: Signal, limits: SpendingLimits): Promise<Reserved> {
    if (performance.now() < this.restUntilMs) return { state: 'blind', isSent: false };
    const update = reservation(signal, limits);
    if (update === undefined) return { state: 'over_limit', history: NO_HISTORY };
    const abort = new AbortController();
    try {
      const reserved = await withDeadline(
        this.written(userId, signal, update, abort.signal),
        this.config.riskDeadlineMs,
      );
      this.failures = 0;
      return reserved;
    } catch (error) {
      // What nobody waits for any more must not be written down behind them.
      abort.abort();
      if (isInvalid(error)) return { state: 'full' };
      this.failed(error);
      return { state: 'blind', isSent: true };
    }
  }

  /**
   * Leaves of a movement what was done, or a part of it, and gives the rest back; forgets it when nothing was. False when that was
   * done before.
   * Throws what DynamoDB throws: what is left is found by the next movement that has no room.
   */
  settle(userId: string, signal: Signal, kept: readonly MovementPart[]): Promise<boolean> {
    const name = signalName(signal.id);
    const update = new UpdateExpression().whenInner(name, 'e', storedParts(signal.parts));
    if (kept.length === 0) update.remove(name);
    else update.setInner(name, 'e', storedParts(kept));
    const given = [...kept, ...signal.parts.map((part) => ({ ...part, amount: -part.amount }))];
    for (const { name: counter, amount } of countersOf({ ...signal, parts: given })) update.add(counter, amount);
    return conditionHeld(this.dynamo.document.send(new UpdateCommand({ ...this.at(userId), ...update.build() })));
  }

  /**
   * What the person promised for later under this id, as long as it counts: once, or more often when DynamoDB went away in between.
   * Throws what DynamoDB throws, and at once while nobody waits for it.
   */
  async promised(userId: string, id: string): Promise<readonly Signal[]> {
    if (performance.now() < this.restUntilMs) throw new Error('what people did lately cannot be read now');
    const read = withDeadline(this.read(userId), this.config.riskDeadlineMs).catch((error: unknown) => {
      this.failed(error);
      throw error;
    });
    const { signals } = historyOf(await read);
    return signals.filter(({ parts }) => parts.some((part) => part.id === promisedId(id)));
  }

  // Tidying is behind who moves money: who is faster than it waits for it.
  private async written(userId: string, signal: Signal, update: UpdateExpression, abort: AbortSignal) {
    try {
      return await this.write(userId, signal, update, abort);
    } catch (error) {
      if (!isInvalid(error)) throw error;
      await this.tidy(userId, await this.read(userId, abort), signal.atMs, abort);
      return this.write(userId, signal, update, abort);
    }
  }

  private async write(
    userId: string,
    signal: Signal,
    update: UpdateExpression,
    abortSignal: AbortSignal,
  ): Promise<Reserved> {
    const returned = { ReturnValues: 'ALL_OLD', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
    const command = new UpdateCommand({ ...this.at(userId), ...update.build(), ...returned });
    try {
      const { Attributes: before } = await this.dynamo.document.send(command, { abortSignal });
      // When it fails the next movement tries again.
      this.tidy(userId, before, signal.atMs).catch((error: unknown) => this.warn(error));
      return { state: 'reserved', history: historyOf(before) };
    } catch (error) {
      if (isConditionFailure(error)) return afterCondition(signal, itemOfConditionFailure(error));
      throw error;
    }
  }

  private async tidy(
    userId: string,
    item: WindowItem | undefined,
    atMs: number,
    abortSignal?: AbortSignal,
  ): Promise<void> {
    const found = item && tidying(item, atMs, MAX_WINDOW_SECONDS * 1_000, MEMORY_SECONDS * 1_000);
    if (found === undefined) return;
    const update = new UpdateExpression();
    for (const name of found.remove) update.remove(name);
    for (const [name, time] of found.remember) update.set(name, time);
    await this.dynamo.document.send(new UpdateCommand({ ...this.at(userId), ...update.build() }), { abortSignal });
  }

  private async read(userId: string, abortSignal?: AbortSignal): Promise<WindowItem | undefined> {
    const command = new GetCommand({ ...this.at(userId), ConsistentRead: true });
    return (await this.dynamo.document.send(command, { abortSignal })).Item;
  }

  // What is wrong with one person's item, or with what they ask, is not wrong with that of others: nobody rests for it.
  private failed(error: unknown): void {
    this.warn(error);
    if (!isOutage(error)) return;
    this.failures += 1;
    if (this.failures >= FAILURES_BEFORE_REST) this.restUntilMs = performance.now() + REST_MS;
  }

  private warn(error: unknown): void {
    if (performance.now() < this.restUntilMs) return;
    this.logger.warn(`what people did lately cannot be read: ${error instanceof Error ? error.message : 'unknown'}`);
  }

  private at(userId: string) {
    return { TableName: this.dynamo.table('fraud-signals'), Key: { userId, timestamp: WINDOW } };
  }
}

// A call whose answer was lost is sent again by the SDK: the signal that it finds is its own, for nobody else has its id.
function afterCondition({ id }: Signal, item: WindowItem | undefined): Reserved {
  const isThere = item !== undefined && Object.hasOwn(item, signalName(id));
  return { state: isThere ? 'reserved' : 'over_limit', history: historyOf(item, id) };
}

/** Undefined when the movement alone is more than a limit. */
function reservation(signal: Signal, { daily, weekly }: SpendingLimits): UpdateExpression | undefined {
  const expiresAt = Math.ceil(signal.atMs / 1_000) + MEMORY_SECONDS;
  const name = signalName(signal.id);
  const update = new UpdateExpression().set(name, storedSignal(signal)).set('expiresAt', expiresAt).whenAbsent(name);
  for (const { name: counter, currency, amount, isDay } of countersOf(signal)) {
    update.add(counter, amount);
    const limit = (isDay ? daily : weekly).get(currency);
    if (limit === undefined) continue;
    if (amount > limit) return undefined;
    update.whenAtMost(counter, limit - amount);
  }
  return update;
}

function countersOf({ atMs, subject, parts }: Signal) {
  if (!isOutgoing(subject)) return [];
  return [...sumsOf(parts)].flatMap(([currency, amount]) => [
    { name: dayName(atMs, currency), currency, amount, isDay: true },
    { name: weekName(atMs, currency), currency, amount, isDay: false },
  ]);
}
