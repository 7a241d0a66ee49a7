import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { DeadlinePassed } from '../../shared/deadline.ts';

export type Item = Record<string, unknown>;

/** Why one action of a cancelled transaction was refused; `code` is `None` for an action that was not the cause. */
export interface CancellationReason {
  readonly code: string;
  /** What the item was; only when the action asked for `ReturnValuesOnConditionCheckFailure: 'ALL_OLD'`. */
  readonly item: Item | undefined;
}

/** Whether a conditional write was refused because its condition did not hold. */
export function isConditionFailure(error: unknown): error is ConditionalCheckFailedException {
  return error instanceof ConditionalCheckFailedException;
}

/** Whether a conditional write was done: false when its condition did not hold. Any other failure is thrown. */
export async function conditionHeld(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

/**
 * The item that made the condition fail, when the write asked for `ReturnValuesOnConditionCheckFailure: 'ALL_OLD'`;
 * undefined for any other error, and when there was no item.
 */
export function itemOfConditionFailure(error: unknown): Item | undefined {
  return isConditionFailure(error) ? itemFrom(error.Item) : undefined;
}

/** The reasons of a cancelled TransactWriteItems, in the order of its actions; undefined for any other error. */
export function transactionCancellation(error: unknown): readonly CancellationReason[] | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  return (error.CancellationReasons ?? []).map(({ Code, Item }) => ({ code: Code ?? 'None', item: itemFrom(Item) }));
}

/** Whether what was asked cannot be: too large, or malformed. Nobody else's call is concerned. */
export function isInvalid(error: unknown): boolean {
  return nameOf(error) === 'ValidationException';
}

/** Of a table or an account; a busy key is `ProvisionedThroughputExceededException`, and its own owner's. */
const THROTTLED = new Set(['RequestLimitExceeded', 'ThrottlingException']);
const UNANSWERED = new Set(['TimeoutError', 'AbortError']);

/** Whether DynamoDB itself is away or in trouble, so that the next call will hardly do better, whosever it is. */
export function isOutage(error: unknown): boolean {
  if (error instanceof DeadlinePassed) return true;
  const { $metadata, code } = (error ?? {}) as { $metadata?: { httpStatusCode?: number }; code?: unknown };
  const status = $metadata?.httpStatusCode;
  if (status !== undefined) return status >= 500 || THROTTLED.has(nameOf(error));
  return typeof code === 'string' || UNANSWERED.has(nameOf(error));
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

function itemFrom(item: Record<string, AttributeValue> | undefined): Item | undefined {
  return item === undefined ? undefined : unmarshall(item);
}
