import { asSystem } from '../../src/platform/postgres/row-scope.ts';

type Work = (...given: unknown[]) => unknown;
type Declare = (...declared: unknown[]) => unknown;

// What a test does by itself, and not by a request, it does as an operator: it makes rows of all people, and looks at them. The
// applications that it starts begin on behalf of nobody, as they do in production.
const HOOKS = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'] as const;
const TESTS = ['it', 'test'] as const;

function asOperator(work: unknown): unknown {
  if (typeof work !== 'function') return work;
  const run = work as Work;
  return (...given: unknown[]) => asSystem('operator', async () => await run(...given));
}

function wrapped(declare: Declare): Declare {
  return (...declared) => declare(...declared.map(asOperator));
}

for (const name of HOOKS) Object.assign(globalThis, { [name]: wrapped(globalThis[name] as Declare) });
for (const name of TESTS) {
  const declare = globalThis[name] as unknown as Declare & { readonly each: (...table: unknown[]) => Declare };
  const each = (...table: unknown[]): Declare => wrapped(declare.each(...table));
  Object.assign(globalThis, { [name]: Object.assign(wrapped(declare), declare, { each }) });
}
