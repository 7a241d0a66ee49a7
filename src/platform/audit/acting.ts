import { AsyncLocalStorage } from 'node:async_hooks';

const acting = new AsyncLocalStorage<string>();

/** Runs `work` in the name of a part of the machinery, such as `job:expire-orders`: what it changes is audited as done by it. */
export function actingAs<T>(name: string, work: () => T): T {
  return acting.run(name, work);
}

/** The part of the machinery that acts here; undefined when a request or the command line does. */
export function actingNow(): string | undefined {
  return acting.getStore();
}
