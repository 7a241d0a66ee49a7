/** An answer that knows whether it was given before; the interceptor unwraps it and sets `Idempotency-Replayed`. */
export class Replayable<T> {
  constructor(
    readonly body: T,
    readonly replayed: boolean,
  ) {}
}

export function replayable<T>(body: T, replayed: boolean): Replayable<T> {
  return new Replayable(body, replayed);
}
