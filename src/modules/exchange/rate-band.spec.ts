import { demandInBand } from './rate-band.ts';

const at = new Date('2026-11-21T09:00:00Z');
const terms = { base: 'USD', quote: 'INR', spreadBasisPoints: 0, validForSeconds: null, createdAt: at };
const last = { ...terms, id: 1n, rate: '100', setBy: 'ada' };
const next = (rate: string, setBy = 'ada', more = {}) => ({ ...terms, rate, setBy, ...more });
const inverse = { base: 'INR', quote: 'USD' };

describe('the band around the last rate', () => {
  it.each([next('120'), next('84'), next('0.0084', 'ada', inverse)])('is left to one person: %j', (rate) => {
    expect(() => demandInBand(last, rate, false)).not.toThrow();
  });

  it.each([next('120.0000000001'), next('83'), next('0.0083', 'ada', inverse)])('is not left by one: %j', (rate) => {
    const refused = { code: 'rate_out_of_band' };
    for (const outOfBand of [false, true]) {
      expect(() => demandInBand(last, rate, outOfBand)).toThrow(expect.objectContaining(refused) as Error);
    }
    expect(() => demandInBand(last, { ...rate, setBy: 'bob' }, false)).toThrow(
      expect.objectContaining(refused) as Error,
    );
    expect(() => demandInBand(last, { ...rate, setBy: 'bob' }, true)).not.toThrow();
  });

  it('is not there before the first rate', () => {
    expect(() => demandInBand(undefined, next('1'), false)).not.toThrow();
  });
});
