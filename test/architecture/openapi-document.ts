import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Schema } from './openapi-schema.ts';

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

export interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
  readonly 'x-permission'?: string;
  readonly 'x-in-person'?: true;
}

export interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: Readonly<Record<string, unknown>>;
  };
}

const PROJECT = process.cwd();
const DEADLINE_MS = 300_000;
const READ_AT_RUN_TIME = ['dist', 'node_modules', 'package.json'];

/** The document of the code as it is: builds what is stale, and writes it into a folder of its own. */
export function generate(): string {
  run('build.ts', PROJECT);
  const folder = mkdtempSync(join(tmpdir(), 'trivet-openapi-'));
  try {
    for (const name of READ_AT_RUN_TIME) symlinkSync(join(PROJECT, name), join(folder, name));
    run('openapi.ts', folder);
    return readFileSync(join(folder, 'docs/openapi.json'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(script: string, cwd: string): void {
  const { status, stderr } = spawnSync(process.execPath, [join(PROJECT, 'scripts', script)], {
    cwd,
    encoding: 'utf8',
    timeout: DEADLINE_MS,
  });
  if (status !== 0) throw new Error(`scripts/${script} ended with ${status}:\n${stderr}`);
}
