import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeadlinePassed } from '../../shared/deadline.ts';
import { conditionHeld, isInvalid, isOutage } from './errors.ts';

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

describe('what went wrong', () => {
  const named = (name: string, httpStatusCode?: number): Error =>
    Object.assign(new Error(name), { name, ...(httpStatusCode ? { $metadata: { httpStatusCode } } : {}) });

  it.each([
    ['nobody answered in time', new DeadlinePassed('late')],
    ['a connection that is gone', Object.assign(new Error('gone'), { code: 'ECONNRESET' })],
    ['a timeout', named('TimeoutError')],
    ['an error of DynamoDB', named('InternalServerError', 500)],
    ['an account that asks too much', named('RequestLimitExceeded', 400)],
  ])('%s concerns everybody', (_what, error) => {
    expect([isOutage(error), isInvalid(error)]).toEqual([true, false]);
  });

  it.each([
    ['an item that is too large', named('ValidationException', 400), true],
    ['a busy key', named('ProvisionedThroughputExceededException', 400), false],
    ['a mistake of ours', new TypeError('undefined is not a function'), false],
    ['nothing', undefined, false],
  ])('%s concerns one call', (_what, error, isOfContent) => {
    expect([isOutage(error), isInvalid(error)]).toEqual([false, isOfContent]);
  });
});
