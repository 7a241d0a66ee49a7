import type { NothingPersonal, Passing, PersonalItems, PersonalKeys } from './personal-data.ts';

const none = (nothingPersonal: string): NothingPersonal => ({ nothingPersonal });

const OF_THE_CHAIN = {
  ...{ hash: 'ours', previousHash: 'ours', sequence: 'ours', serviceDay: 'made of the others' },
  ...{ origin: 'shown as what is sealed in it', originOf: 'the person' },
};

/** Every table of DynamoDB, and what of it is a person's. A test compares it with tables.json. */
export const PERSONAL_ITEMS: Readonly<Record<string, PersonalItems | NothingPersonal | Passing>> = {
  sessions: {
    by: [
      {
        ...{ index: 'byUser', key: 'userId' },
        hidden: { familyHash: 'a secret', secretHash: 'a secret', expiresAt: 'ours', userId: 'the person' },
      },
    ],
    forgotten: { deletedBy: 'the job that forgets' },
  },
  presence: {
    by: [{ key: 'userId', hidden: { revision: 'ours', expiresAt: 'ours', userId: 'the person' } }],
    forgotten: { deletedBy: 'leaving where they are' },
  },
  'fraud-signals': {
    by: [
      {
        key: 'userId',
        hidden: {
          ...{ userId: 'the person', expiresAt: 'ours', decision: 'would tell how to stay below what is looked at' },
          ...{ score: 'the same', reasons: 'the same', shadow: 'the same' },
        },
      },
    ],
    forgotten: { kept: 'what they did lately, against fraud; gone within 90 days' },
  },
  'audit-logs': {
    by: [
      { index: 'bySubject', key: 'subjectId', origins: true, hidden: OF_THE_CHAIN },
      {
        ...{ index: 'byUser', key: 'userId', origins: true },
        hidden: { ...OF_THE_CHAIN, before: 'may be about somebody else', after: 'may be about somebody else' },
      },
    ],
    forgotten: {
      kept: 'what was done is kept as proof: by a number alone, from where sealed with a key that is destroyed',
    },
  },
  idempotency: { passing: 'what requests were answered, found by hashes of their keys; a day' },
  'one-time-secrets': { passing: 'hashes of codes, found by hashes; minutes' },
  'sign-in-tries': { passing: 'counts of tries, found by hashes of addresses and by sessions; two days' },
  'venue-counts': none('how many people, not who'),
};

/** What Redis holds of persons: copies of what is elsewhere, and counts. */
export const PERSONAL_KEYS: readonly PersonalKeys[] = [
  {
    keys: 'cache:{session:{person}}:*',
    shown: ['cache:{session:{person}}:value:access-2'],
    why: 'what they may, for an hour',
  },
  { keys: 'cache:{txn:*', shown: [], why: 'copies of payments, for half an hour' },
  { keys: 'rate_limit:{person}:*', shown: [], why: 'how often they asked, for a minute' },
];
