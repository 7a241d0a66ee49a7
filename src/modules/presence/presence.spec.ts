import { expiresAt, isHere, type Presence, PRESENCE_MS } from './presence.ts';

const lastSeenAt = new Date('2026-11-21T09:00:00.000Z');
const presence: Presence = {
  userId: 'a',
  venueId: 'v',
  wantsToBuy: true,
  wantsToReceive: false,
  checkedInAt: lastSeenAt,
  lastSeenAt,
  revision: 'r',
};

describe('a presence', () => {
  it('lasts four hours after the last heartbeat, to the millisecond', () => {
    expect(expiresAt(presence).toISOString()).toBe('2026-11-21T13:00:00.000Z');
    expect(isHere(presence, new Date(lastSeenAt.getTime() + PRESENCE_MS - 1))).toBe(true);
    expect(isHere(presence, new Date(lastSeenAt.getTime() + PRESENCE_MS))).toBe(false);
  });
});
