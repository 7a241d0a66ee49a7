import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { SchemaEngineAdapterFactory } from './schema-engine-adapter.ts';

export interface SchemaFile {
  readonly path: string;
  readonly content: string;
}

const ENGINE = '@prisma/schema-engine-wasm/schema_engine_bg';

let loaded = false;

/**
 * Lends Prisma's own schema engine, compiled to WebAssembly: the same migrations as `prisma migrate`, with no binary to
 * download. The package is found from the working directory, which is the checkout's or the image's folder.
 */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  schema: SchemaFile,
  work: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  load();
  const factory = new SchemaEngineAdapterFactory(databaseUrl);
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(factory);
    const ignoreLog = (): void => undefined;
    const engine = await bindings.SchemaEngine.new({ datamodels: [[schema.path, schema.content]] }, ignoreLog, adapter);
    return await work(engine);
  } catch (error) {
    throw readable(error);
  } finally {
    await factory.pool.end();
  }
}

interface EngineExports {
  readonly __wbindgen_start: () => void;
}

/** The part of the WebAssembly interface used here; Node has it, the compiler's Node types do not. */
interface WebAssemblyInterface {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: EngineExports };
}

function load(): void {
  if (loaded) return;
  const wasmFile = createRequire(join(process.cwd(), 'package.json')).resolve(ENGINE).replace(/\.js$/, '.wasm');
  const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly: WebAssemblyInterface };
  const imports = { './schema_engine_bg.js': importsWithoutHold() };
  const { exports } = new wasm.Instance(new wasm.Module(readFileSync(wasmFile)), imports);
  bindings.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  loaded = true;
}

/** The engine leaves a ten-second timer behind after it took its lock: it must not keep the process from ending. */
function importsWithoutHold(): Record<string, unknown> {
  const setTimeoutWithoutHold = (callback: () => void, delayMs: number): NodeJS.Timeout =>
    setTimeout(callback, delayMs).unref();
  const entries = Object.entries(bindings).map(([name, value]): [string, unknown] =>
    name.startsWith('__wbg_setTimeout') ? [name, setTimeoutWithoutHold] : [name, value],
  );
  return Object.fromEntries(entries);
}

/** The engine's errors end in a trace of its own functions; what a person needs is the text before it and the migration. */
function readable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const [text = '', trace = ''] = error.message.split(/\n\s+0: /);
  const migration = /migration_name="([^"]+)"/.exec(trace)?.[1];
  return trace === ''
    ? error
    : new Error(migration === undefined ? text : `Migration ${migration}: ${text}`, { cause: error });
}
