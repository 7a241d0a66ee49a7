import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';

/** One import that somebody should not have written. Paths are from the root of the tree; a package is its entry file. */
export interface Edge {
  readonly from: string;
  readonly to: string;
}

export interface Violation extends Edge {
  readonly rule: string;
}

export interface CruiseOutcome {
  readonly status: number | null;
  readonly errors: string;
  readonly violations: readonly Violation[];
}

interface Rule {
  readonly name: string;
  readonly from: { readonly path?: string };
}

interface Report {
  readonly summary: {
    readonly violations: readonly (Edge & { readonly rule: { readonly name: string } })[];
  };
}

const CONFIG = '.dependency-cruiser.cjs';
const PROJECT = process.cwd();
const CRUISER = join(PROJECT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const DEADLINE_MS = 60_000;
const PACKAGES = ['fastify', 'ioredis', 'jest', 'left-pad'];
const PACKAGE_JSON = {
  type: 'module',
  dependencies: { fastify: '*', ioredis: '*' },
  devDependencies: { jest: '*' },
};

/** The rules of this repository, as they are. */
export const RULES = (
  createRequire(join(PROJECT, 'package.json'))(`./${CONFIG}`) as { readonly forbidden: readonly Rule[] }
).forbidden;

/** The modules by tier, lowest first, as the rules have them. */
export const TIERS: readonly (readonly string[])[] = RULES.filter(({ name }) => name.startsWith('tier-')).map(
  ({ from }) => /\((.+)\)/.exec(from.path ?? '')?.[1]?.split('|') ?? [],
);

/** A small source tree in a folder of its own, which the real rules are run on with the command that `npm test` uses. */
export class SampleTree {
  private readonly folder = mkdtempSync(join(tmpdir(), 'trivet-rules-'));
  private readonly imports = new Map<string, string[]>();

  constructor(edges: readonly Edge[]) {
    for (const name of [CONFIG, 'tsconfig.json']) copyFileSync(join(PROJECT, name), join(this.folder, name));
    this.write('package.json', JSON.stringify(PACKAGE_JSON));
    for (const name of PACKAGES) this.addPackage(name);
    for (const edge of edges) this.connect(edge);
  }

  /** Writes the import, and each of its two files that is not there yet. */
  connect({ from, to }: Edge): void {
    this.imports.set(from, [...(this.imports.get(from) ?? []), `import '${specifier(from, to)}';`]);
    if (isFile(to) && !this.imports.has(to)) this.imports.set(to, []);
  }

  addFile(path: string, line = ''): void {
    this.imports.set(path, [...(this.imports.get(path) ?? []), line]);
  }

  cruise(): CruiseOutcome {
    for (const [path, lines] of this.imports) this.write(path, `${[...lines, 'export {};'].join('\n')}\n`);
    const { status, stdout, stderr } = spawnSync(process.execPath, [CRUISER, 'src', '--output-type', 'json'], {
      cwd: this.folder,
      encoding: 'utf8',
      timeout: DEADLINE_MS,
      maxBuffer: 64 * 1024 * 1024,
    });
    return { status, errors: stderr, violations: stdout === '' ? [] : violationsOf(JSON.parse(stdout) as Report) };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private addPackage(name: string): void {
    this.write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    this.write(`node_modules/${name}/index.js`, '');
  }

  private write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }
}

function violationsOf({ summary }: Report): Violation[] {
  return summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
}

function isFile(to: string): boolean {
  return to.endsWith('.ts');
}

function specifier(from: string, to: string): string {
  const packageName = /^node_modules\/([^/]+)\//.exec(to)?.[1];
  if (packageName !== undefined) return packageName;
  if (!isFile(to)) return `node:${to}`;
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}
