import { batches } from './audit-queue.repository.ts';
import { chained } from './chained-event.ts';

const dueOf = (position: bigint, reason: string) => ({
  position,
  event: chained(
    {
      ...{ position, eventId: `${position}`, service: 'spec', occurredAt: new Date(0), databaseTransaction: 1n },
      content: JSON.stringify({ action: 'spec.done', subjectId: 's', actor: 'user', reason }),
      ...{ origin: null, loggedOrigin: null },
    },
    { day: '1970-01-01', sequence: position, previousHash: '' },
  ),
});
const sizesOf = (count: number, reason: string): number[] =>
  batches(Array.from({ length: count }, (_, index) => dueOf(BigInt(index), reason))).map(({ length }) => length);

describe('batches for the queue', () => {
  it('has ten events in each', () => expect(sizesOf(25, 'short')).toEqual([10, 10, 5]));

  it('has no more bytes in each than SQS takes', () => expect(sizesOf(5, 'é'.repeat(50_000))).toEqual([2, 2, 1]));

  it('is none of nothing', () => expect(sizesOf(0, '')).toEqual([]));
});
