import { AsyncLocalStorage } from 'node:async_hooks';
import type { SystemReason } from './system-reasons.ts';

/** On whose behalf statements run. Undefined is nobody, who sees no row that belongs to people. */
export type RowScope = { readonly person: string } | { readonly system: SystemReason } | undefined;

interface Acting {
  scope: RowScope;
}

const acting = new AsyncLocalStorage<Acting>();

export function currentScope(): RowScope {
  return acting.getStore()?.scope;
}

/** Begins something new, on behalf of nobody until `actAs` says of whom. */
export function actAsNobody<T>(work: () => T): T {
  return acting.run({ scope: undefined }, work);
}

/** Says on whose behalf everything runs that follows in what `actAsNobody` began. */
export function actAs(scope: RowScope): void {
  const current = acting.getStore();
  if (current) current.scope = scope;
}

/** Runs work on behalf of whom this was asked: for what goes on when others ask for more of it, such as a stream. */
export function keptScope(): <T>(work: () => T) => T {
  const scope = currentScope();
  return (work) => acting.run({ scope }, work);
}

/**
 * Runs `work` on behalf of nobody in particular: it sees the rows of all people. A transaction keeps the scope in which it began, so
 * this goes around transactions and not into them.
 */
export function asSystem<T>(reason: SystemReason, work: () => PromiseLike<T>): Promise<T> {
  // Awaited inside: a query of Prisma's is not made before somebody waits for it.
  return acting.run({ scope: { system: reason } }, async () => await work());
}

/** Runs `work` on behalf of a person: of rows that belong to people it sees theirs. */
export function asPerson<T>(person: string, work: () => PromiseLike<T>): Promise<T> {
  return acting.run({ scope: { person } }, async () => await work());
}
