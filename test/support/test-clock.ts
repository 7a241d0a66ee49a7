import { Clock } from '../../src/shared/clock.ts';

/** A clock that a test holds: it stands still until it is moved. */
export class TestClock extends Clock {
  private nowMs: number;

  constructor(at: Date | string = new Date()) {
    super();
    this.nowMs = new Date(at).getTime();
  }

  override now(): Date {
    return new Date(this.nowMs);
  }

  set(at: Date | string): void {
    this.nowMs = new Date(at).getTime();
  }

  advance(milliseconds: number): void {
    this.nowMs += milliseconds;
  }
}
