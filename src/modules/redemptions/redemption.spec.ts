import { codeExpiry, refuseUnlessConfirmable, refuseUnlessScannable, type Redemption } from './redemption.ts';

const NOW = new Date('2026-11-21T20:15:00.000Z');
const after = (ms: number): Date => new Date(NOW.getTime() + ms);

const issued: Redemption = {
  ...{ id: 'redemption', orderId: 'order', venueId: 'venue', status: 'issued', bartenderId: null },
  ...{ expiresAt: after(60_000), scannedAt: null, confirmedAt: null, createdAt: NOW },
};
const scanned: Redemption = { ...issued, status: 'scanned', bartenderId: 'bartender', scannedAt: NOW };

describe('a redemption', () => {
  it('can be scanned for a minute, to the millisecond', () => {
    expect(() => refuseUnlessScannable(issued, after(59_999))).not.toThrow();
    expect(() => refuseUnlessScannable(issued, after(60_000))).toThrow('qr_expired');
  });

  it('is used up by its scan, and says so also when its time is over', () => {
    expect(() => refuseUnlessScannable(scanned, NOW)).toThrow('qr_already_used');
    expect(() => refuseUnlessScannable(scanned, after(60_000))).toThrow('qr_already_used');
  });

  it('can be confirmed for five minutes after its scan, once', () => {
    expect(() => refuseUnlessConfirmable(scanned, after(299_999))).not.toThrow();
    expect(() => refuseUnlessConfirmable(scanned, after(300_000))).toThrow('qr_expired');
    expect(() => refuseUnlessConfirmable(issued, NOW)).toThrow('order_not_actionable');
    expect(() => refuseUnlessConfirmable({ ...scanned, status: 'confirmed' }, NOW)).toThrow('order_not_actionable');
  });

  it('never outlives its order', () => {
    expect(codeExpiry(after(3_600_000), NOW)).toEqual(after(60_000));
    expect(codeExpiry(after(10), NOW)).toEqual(after(10));
  });
});
