import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { conditionHeld } from './errors.ts';

describe('a conditional write', () => {
  it('says whether its condition held', async () => {
    const failure = new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
    await expect(conditionHeld(Promise.resolve({}))).resolves.toBe(true);
    await expect(conditionHeld(Promise.reject(failure))).resolves.toBe(false);
  });

  it('passes any other failure on', async () => {
    await expect(conditionHeld(Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  });
});
