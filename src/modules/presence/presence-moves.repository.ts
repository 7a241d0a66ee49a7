import { Injectable, Logger } from '@nestjs/common';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { DynamoDb, transactionCancellation } from '../../platform/dynamodb/index.ts';
import { type CountChange, VenueCounts } from '../counters/index.ts';
import { PresenceConflict } from './presence-conflict.ts';
import { toItem } from './presence-item.ts';
import type { Presence } from './presence.ts';

const NOT_THE_CAUSE = 'None';
const CONDITION_FAILED = 'ConditionalCheckFailed';
/** The order of a transaction's actions: the presence, then, when somebody leaves a venue, that venue's count. */
const PRESENCE_ACTION = 0;
const DEPARTURE_ACTION = 1;

/** Reasons that pass by themselves. */
const PASSING = new Set([CONDITION_FAILED, 'TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

interface Move {
  readonly presence: Action;
  readonly departure: CountChange | undefined;
  readonly arrival: CountChange | undefined;
}

/**
 * Comings and goings: a presence and the counts it changes, in one transaction. Each is conditional on the presence being as it was read
 * (throws `PresenceConflict` otherwise). An expired presence that is still stored is still counted, and is taken off when it is replaced.
 */
@Injectable()
export class PresenceMoves {
  private readonly logger = new Logger(PresenceMoves.name);

  constructor(
    private readonly dynamo: DynamoDb,
    private readonly counts: VenueCounts,
  ) {}

  /** Puts a person at a venue, from where they were before (`stored`) or from nowhere. */
  async arrive(stored: Presence | undefined, next: Presence): Promise<void> {
    const moves = stored?.venueId !== next.venueId;
    const presence: Action = { Put: { TableName: this.table, Item: toItem(next), ...unchanged(stored) } };
    const departure = stored && moves ? this.counts.transactItem(stored.venueId, -1, next.lastSeenAt) : undefined;
    const arrival = moves ? this.counts.transactItem(next.venueId, 1, next.lastSeenAt) : undefined;
    await this.commit({ presence, departure, arrival });
  }

  /** Takes a person off the venue where they are stored. */
  async leave(stored: Presence, at: Date): Promise<void> {
    const presence: Action = {
      Delete: { TableName: this.table, Key: { userId: stored.userId }, ...unchanged(stored) },
    };
    const departure = this.counts.transactItem(stored.venueId, -1, at);
    await this.commit({ presence, departure, arrival: undefined });
  }

  private async commit({ presence, departure, arrival }: Move): Promise<void> {
    const TransactItems = [presence, departure, arrival].filter((action) => action !== undefined);
    try {
      await this.dynamo.document.send(new TransactWriteCommand({ TransactItems }));
    } catch (error) {
      const codes = transactionCancellation(error)?.map(({ code }) => code);
      if (codes === undefined) throw error;
      const countedTooFew = codes[PRESENCE_ACTION] === NOT_THE_CAUSE && codes[DEPARTURE_ACTION] === CONDITION_FAILED;
      if (departure && countedTooFew) return this.commitUncounted({ presence, departure, arrival });
      if (codes.some((code) => PASSING.has(code))) throw new PresenceConflict();
      throw error;
    }
  }

  // A count that was lost must not keep anybody from leaving: it is at zero already, where the departure would have left it or above.
  private async commitUncounted(move: Move): Promise<void> {
    this.logger.error('A venue had a smaller count than people; the departure was not counted');
    await this.commit({ ...move, departure: undefined });
  }

  private get table(): string {
    return this.dynamo.table('presence');
  }
}

function unchanged(stored: Presence | undefined): {
  ConditionExpression: string;
  ExpressionAttributeValues?: Record<string, unknown>;
} {
  if (stored === undefined) return { ConditionExpression: 'attribute_not_exists(userId)' };
  return { ConditionExpression: 'revision = :revision', ExpressionAttributeValues: { ':revision': stored.revision } };
}
