/** What time it is. Passed in, so that a test can hold it. */
export class Clock {
  now(): Date {
    return new Date();
  }
}
