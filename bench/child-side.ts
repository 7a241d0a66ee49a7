import { drive, type Load, type Send, type Window } from './drive.ts';

/** What a child that sends is asked for. `wanted` is between the two files that know each other. */
export interface RunRequest<Wanted> {
  readonly load: Load;
  readonly window: Window;
  readonly wanted: Wanted;
}

export interface Sender {
  readonly send: Send;
  readonly end?: () => void;
}

/** Tells the parent something; a parent that is gone is noticed by `endWithParent`. */
export function tell(message: object): void {
  process.send?.(message);
}

/** A child must not outlive a bench that was killed. */
export function endWithParent(): void {
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C reaches the whole group; it is the parent that ends its children, in order.
  process.on('SIGINT', () => undefined);
}

/** Answers each request of the parent's with what `drive` measured. */
export function serveRuns<Wanted>(senderFor: (request: RunRequest<Wanted>) => Promise<Sender>): void {
  const run = async (request: RunRequest<Wanted>): Promise<void> => {
    const { send, end } = await senderFor(request);
    tell({ driven: await drive(send, request.load, request.window, (edge) => tell({ edge })) });
    end?.();
  };
  process.on('message', (request: RunRequest<Wanted>) => {
    run(request).catch((error: unknown) =>
      tell({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}
