import { Clock } from '../../src/shared/clock.ts';

/** A clock that a test holds: it stands still until it is moved. */
export class TestClock extends Clock {
  private held: Date;

  constructor(at: Date | string = new Date()) {
    super();
    this.held = new Date(at);
  }

  override now(): Date {
    return new Date(this.held);
  }

  set(at: Date | string): void {
    this.held = new Date(at);
  }

  advance(milliseconds: number): void {
    this.held = new Date(this.held.getTime() + milliseconds);
  }
}
