const POLL_MS = 20;

/** Asks until the answer is true. A question that throws is asked again; the last error is told when time is over. */
export async function eventually(
  what: string,
  deadlineMs: number,
  isTrue: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = performance.now() + deadlineMs;
  let trouble: unknown;
  while (performance.now() < end) {
    try {
      if (await isTrue()) return;
    } catch (error) {
      trouble = error;
    }
    await tick();
  }
  throw new Error(`not within ${deadlineMs} ms: ${what}`, { cause: trouble });
}

/** What the work gives, or an error that says that nothing came in time. */
export async function within<T>(deadlineMs: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooLate(`no answer within ${deadlineMs} ms: ${what}`)), deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export class TooLate extends Error {
  override readonly name = 'TooLate';
}

/** A breath between two tries. */
export function tick(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

/** Returns when so much time is over: a moment for something to happen at, never a wait for something that should. */
export function moment(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
