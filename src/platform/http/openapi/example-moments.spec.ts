import { withMomentsNear } from './example-moments.ts';

describe('the moments of examples', () => {
  const moment = { type: 'string', format: 'date-time', example: '2026-11-20T20:15:00.000Z' };

  it('are as they were written on the day when they were written', () => {
    expect(withMomentsNear(moment, new Date('2026-11-21T23:59:59.999Z'))).toEqual(moment);
  });

  it('keep their distance from the day on which they are read', () => {
    const document = { properties: { at: moment, day: { format: 'date', example: '2026-11-20' } } };
    expect(withMomentsNear(document, new Date('2027-03-02T10:00:00.000Z'))).toEqual({
      properties: {
        at: { ...moment, example: '2027-03-01T20:15:00.000Z' },
        day: { format: 'date', example: '2027-03-01' },
      },
    });
  });

  it('leave every other example alone', () => {
    const others = [{ example: '2026-11-20' }, { format: 'date-time' }, { type: 'integer', example: 7 }, null];
    expect(withMomentsNear(others, new Date('2030-01-01'))).toEqual(others);
  });
});
