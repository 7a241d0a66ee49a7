import { decide, type IdempotencyRecord, isOutcome } from './record.ts';

const earlier: IdempotencyRecord = {
  ...{ scope: 's', principalKey: 'p', route: 'POST /x', fingerprint: 'f', fencingToken: 't' },
  ...{ state: 'in_progress', createdAtMs: 0, leaseExpiresAtMs: 0, expiresAt: 0 },
};

describe('an earlier record', () => {
  it('means that the request is still running', () => {
    expect(decide(earlier, 'f')).toEqual({ kind: 'in_progress' });
  });

  it('means the earlier answer when the request was completed', () => {
    const record = { ...earlier, state: 'completed' } as const;
    expect(decide(record, 'f')).toEqual({ kind: 'replay', record });
  });

  it.each(['in_progress', 'completed'] as const)('means a reused key for another request (%s)', (state) => {
    expect(decide({ ...earlier, state }, 'g')).toEqual({ kind: 'reused' });
  });
});

describe('an answer', () => {
  it.each([200, 201, 204, 409, 422])('with status %p is the outcome', (status) => {
    expect(isOutcome(status)).toBe(true);
  });

  it.each([304, 400, 401, 403, 404, 412, 413, 415, 429, 500, 502, 503])(
    'with status %p leaves the key free',
    (status) => {
      expect(isOutcome(status)).toBe(false);
    },
  );
});
