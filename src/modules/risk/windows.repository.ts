import { Injectable, Logger } from '@nestjs/common';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conditionHeld, DynamoDb, isConditionFailure, itemOfConditionFailure } from '../../platform/dynamodb/index.ts';
import { withDeadline } from '../../shared/deadline.ts';
import { MAX_WINDOW_SECONDS, MEMORY_SECONDS } from './condition.ts';
import { type History, NO_HISTORY, type Signal } from './history.ts';
import { isOutgoing, type MovementPart, sumsOf } from './movement.ts';
import { UpdateExpression } from './update-expression.ts';
import { dayName, historyOf, signalName, storedParts, storedSignal, weekName, WINDOW } from './window-item.ts';
import { tidying } from './window-tidying.ts';

/** A decision that takes longer is made without knowing what was before. */
const DEADLINE_MS = 1_000;
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
  /** DynamoDB did not answer in time. The movement may be written down or not. */
  | { readonly state: 'blind' };

/**
 * What people did lately: one item a person. One call writes a movement down, takes its amount from what may be spent, and tells what
 * was before: so of two at the same moment the second always knows the first.
 */
@Injectable()
export class Windows {
  private readonly logger = new Logger('Risk');
  private restUntilMs = 0;
  private failures = 0;

  constructor(private readonly dynamo: DynamoDb) {}

  async reserve(userId: string, signal: Signal, limits: SpendingLimits): Promise<Reserved> {
    if (performance.now() < this.restUntilMs) return { state: 'blind' };
    const update = reservation(signal, limits);
    if (update === undefined) return { state: 'over_limit', history: NO_HISTORY };
    const returned = { ReturnValues: 'ALL_OLD', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
    try {
      const sent = this.dynamo.document.send(new UpdateCommand({ ...this.at(userId), ...update.build(), ...returned }));
      const { Attributes: before } = await withDeadline(sent, DEADLINE_MS);
      this.failures = 0;
      if (before !== undefined) this.tidyLater(userId, before, signal.atMs);
      return { state: 'reserved', history: historyOf(before) };
    } catch (error) {
      if (isConditionFailure(error)) return this.afterCondition(signal, itemOfConditionFailure(error));
      this.failed(error);
      return { state: 'blind' };
    }
  }

  /**
   * Leaves of a movement what was done and gives the rest back; forgets it when nothing was. False when that was done before.
   * Throws what DynamoDB throws: what is left is found by the next movement that has no room.
   */
  settle(userId: string, signal: Signal, kept: readonly MovementPart[]): Promise<boolean> {
    const name = signalName(signal.id);
    const update = new UpdateExpression().whenInner(name, 'e', storedParts(signal.parts));
    if (kept.length === 0) update.remove(name);
    else update.setInner(name, 'e', storedParts(kept));
    const returned = signal.parts.filter((part) => !kept.includes(part));
    for (const { name: counter, amount } of countersOf({ ...signal, parts: returned })) update.add(counter, -amount);
    return conditionHeld(this.dynamo.document.send(new UpdateCommand({ ...this.at(userId), ...update.build() })));
  }

  // A call whose answer was lost is sent again by the SDK: the signal that it finds is its own, for nobody else has its id.
  private afterCondition({ id }: Signal, item: Readonly<Record<string, unknown>> | undefined): Reserved {
    this.failures = 0;
    const isThere = item !== undefined && Object.hasOwn(item, signalName(id));
    return { state: isThere ? 'reserved' : 'over_limit', history: historyOf(item, id) };
  }

  private tidyLater(userId: string, before: Readonly<Record<string, unknown>>, atMs: number): void {
    const found = tidying(before, atMs, MAX_WINDOW_SECONDS * 1_000, MEMORY_SECONDS * 1_000);
    if (found === undefined) return;
    const update = new UpdateExpression();
    for (const name of found.remove) update.remove(name);
    for (const [name, time] of found.remember) update.set(name, time);
    // When it fails the next movement tries again.
    const sent = this.dynamo.document.send(new UpdateCommand({ ...this.at(userId), ...update.build() }));
    sent.catch((error: unknown) => this.failed(error));
  }

  private failed(error: unknown): void {
    const { name, message } = error instanceof Error ? error : new Error('unknown');
    this.failures += 1;
    if (performance.now() >= this.restUntilMs) this.logger.warn(`what people did lately cannot be read: ${message}`);
    // What is wrong with one item is not wrong with those of others.
    if (name !== 'ValidationException' && this.failures >= FAILURES_BEFORE_REST)
      this.restUntilMs = performance.now() + REST_MS;
  }

  private at(userId: string) {
    return { TableName: this.dynamo.table('fraud-signals'), Key: { userId, timestamp: WINDOW } };
  }
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
