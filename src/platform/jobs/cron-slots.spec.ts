import { CronSlots } from './cron-slots.ts';

const at = (time: string): Date => new Date(`2026-11-21T${time}Z`);

describe('the times of a cron expression', () => {
  it('are the same in every container, however late its timer fires', () => {
    const early = new CronSlots('*/5 * * * *', at('10:01:00.000'));
    const late = new CronSlots('*/5 * * * *', at('10:03:30.500'));
    expect(early.latest(at('10:05:00.003'))).toEqual(at('10:05:00.000'));
    expect(late.latest(at('10:05:02.900'))).toEqual(at('10:05:00.000'));
    expect(early.latest(at('10:10:00.000'))).toEqual(at('10:10:00.000'));
  });

  it('skip those that were slept through', () => {
    const slots = new CronSlots('* * * * *', at('10:00:30.000'));
    expect(slots.latest(at('10:07:12.000'))).toEqual(at('10:07:00.000'));
  });

  it('are in UTC', () => {
    const slots = new CronSlots('0 3 * * *', at('01:00:00.000'));
    expect(slots.latest(at('03:00:00.100'))).toEqual(at('03:00:00.000'));
  });
});
