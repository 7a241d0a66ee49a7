/** An answer that knows whether it was given before: the client gets its body, and `Idempotency-Replayed` says so. */
export class Replayable<T> {
  constructor(
    readonly body: T,
    readonly replayed: boolean,
  ) {}

  map<U>(view: (body: T) => U): Replayable<U> {
    return new Replayable(view(this.body), this.replayed);
  }
}

export function replayable<T>(body: T, replayed: boolean): Replayable<T> {
  return new Replayable(body, replayed);
}
