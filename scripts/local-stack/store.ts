import type { ProcessPlan } from './processes.ts';
import type { Progress } from './progress.ts';
import type { LocalSecrets } from './secrets.ts';
import type { StoreName } from './state.ts';

/** What every store is told about the stack it belongs to. */
export interface StackContext {
  /** The checkout. */
  readonly root: string;
  /** Where this stack keeps its data, logs and state; absolute. */
  readonly stateDir: string;
  /** True where nothing needs to outlive a stop (tests). */
  readonly inMemory: boolean;
  readonly secrets: LocalSecrets;
  readonly progress: Progress;
}

/** How one kind of store is started, reached and ended. */
export interface StoreKind {
  readonly name: StoreName;
  readonly label: string;
  /** The variable that names a store of the user's own. */
  readonly variable: 'DATABASE_URL' | 'DYNAMODB_ENDPOINT' | 'REDIS_URL';
  readonly defaultPort: number;
  readonly stopSignals: readonly { readonly signal: NodeJS.Signals; readonly deadlineMs: number }[];
  /** Finds or fetches what it takes to run one, and says how to run it on a port. */
  prepare(context: StackContext): Promise<(port: number) => ProcessPlan>;
  url(port: number, secrets: LocalSecrets): string;
  /** The same store as its owner has it, where that is another login. */
  ownerUrl?(port: number, secrets: LocalSecrets): string;
  /** True once it answers. */
  isReady(port: number, context: StackContext): Promise<boolean>;
  /** What a fresh one needs before the app may use it; run after every start, so it must be repeatable. */
  furnish?(port: number, context: StackContext): Promise<void>;
}

/** What to say when a store cannot be had: one sentence with every way out. */
export function cannotRun(kind: Pick<StoreKind, 'label' | 'variable'>, need: string, reason: string): Error {
  return new Error(
    `${kind.label} cannot be started: ${reason}. Either ${need}, or set ${kind.variable} to one that runs, ` +
      'or let Docker bring everything: docker compose up',
  );
}
