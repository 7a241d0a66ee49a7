import { CronTime } from 'cron';

export const TIME_ZONE = 'UTC';

/**
 * The times that a cron expression names, in UTC. Timers fire late, and differently late in every container; the time that
 * a run was meant for is the same in all of them, and is what makes the run unique.
 */
export class CronSlots {
  private readonly time: CronTime;
  private reached: Date;

  constructor(expression: string, since: Date) {
    this.time = new CronTime(expression, TIME_ZONE);
    this.reached = since;
  }

  /** The latest named time that is not after `now`; `now` itself, to the second, when none was passed yet. */
  latest(now: Date): Date {
    for (let next = this.after(this.reached); next <= now; next = this.after(next)) this.reached = next;
    return new Date(Math.floor(this.reached.getTime() / 1_000) * 1_000);
  }

  private after(date: Date): Date {
    return this.time.getNextDateFrom(date, TIME_ZONE).toJSDate();
  }
}
