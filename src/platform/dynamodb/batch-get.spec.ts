import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchGet } from './batch-get.ts';

interface Sent {
  readonly input: { readonly RequestItems: Record<string, { Keys: { id: number }[]; ConsistentRead: boolean }> };
}

// Answers at most `most` keys of each batch, as DynamoDB does when it is short of throughput.
function answering(most: number): { document: DynamoDBDocumentClient; asked: number[] } {
  const asked: number[] = [];
  const send = ({ input }: Sent): Promise<unknown> => {
    const Keys = input.RequestItems['t']?.Keys ?? [];
    asked.push(Keys.length);
    const rest = Keys.slice(most);
    return Promise.resolve({
      Responses: { t: Keys.slice(0, most) },
      UnprocessedKeys: rest.length === 0 ? {} : { t: { Keys: rest } },
    });
  };
  return { document: { send } as unknown as DynamoDBDocumentClient, asked };
}

const keysOf = (count: number): { id: number }[] => Array.from({ length: count }, (_, id) => ({ id }));
const request = (count: number) => ({ table: 't', keys: keysOf(count), consistent: true });

describe('reading many items', () => {
  it('asks for 100 at a time', async () => {
    const { document, asked } = answering(100);
    expect(await batchGet(document, request(650))).toEqual(keysOf(650));
    expect(asked).toEqual([100, 100, 100, 100, 100, 100, 50]);
  });

  it('asks again for what was left unanswered', async () => {
    const { document, asked } = answering(40);
    expect(await batchGet(document, request(100))).toEqual(keysOf(100));
    expect(asked).toEqual([100, 60, 20]);
  });

  it('gives up when it is left unanswered again and again', async () => {
    const { document, asked } = answering(0);
    await expect(batchGet(document, request(1))).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(asked).toHaveLength(5);
  });

  it('asks nothing for nobody', async () => {
    const { document, asked } = answering(100);
    expect(await batchGet(document, request(0))).toEqual([]);
    expect(asked).toEqual([]);
  });
});
