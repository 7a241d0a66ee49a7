import { refuse } from '../../shared/refusal.ts';

/** What must come to make `after` of `before`, and what must go. */
export function difference(
  before: readonly string[],
  after: readonly string[],
): { added: string[]; removed: string[] } {
  const [old, young] = [new Set(before), new Set(after)];
  return { added: [...young].filter((each) => !old.has(each)), removed: [...old].filter((each) => !young.has(each)) };
}

/** Nobody gives or takes what they do not have themselves. Refuses `forbidden`. */
export function demandOwn(own: ReadonlySet<string>, changed: Iterable<string>): void {
  const missing = [...new Set(changed)].filter((permission) => !own.has(permission)).sort();
  if (missing.length > 0) throw refuse('forbidden', `You do not have ${missing.join(', ')} yourself`);
}
