import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import ts from 'typescript';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A line that breaks a rule, as it is shown when the rule fails. */
export type Finding = string;

const GENERATED = 'src/generated/';
// Git refuses a checkout of another user, and a list of names harms nobody.
const GIT_ARGS = ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];

let known: readonly SourceFile[] | undefined;

/** Every text file of the repository, those not added yet too, without what is generated or ignored. */
export function repositoryFiles(): readonly SourceFile[] {
  known ??= execFileSync('git', GIT_ARGS, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    .split('\0')
    .filter((path) => path !== '' && isFile(path) && !path.startsWith(GENERATED))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
    .filter(({ text }) => !text.includes('\0'));
  return known;
}

/** Not what was deleted and is still listed, nor a link to a folder. */
function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The TypeScript files below these folders. */
export function typescriptFiles(...folders: readonly string[]): readonly SourceFile[] {
  return repositoryFiles().filter(
    ({ path }) => path.endsWith('.ts') && folders.some((folder) => path.startsWith(`${folder}/`)),
  );
}

/** The lines that match, with the place of each. */
export function linesLike(files: readonly SourceFile[], pattern: RegExp): Finding[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );
}

export function parse({ path, text }: SourceFile): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** Every node of the file, or of a part of it, that is of the kind asked for. */
export function nodesOf<T extends ts.Node>(whole: ts.Node, isWanted: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (isWanted(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(whole);
  return found;
}

/** The names of a declaration's decorators, such as `Controller`. */
export function decoratorsOf(node: ts.HasDecorators): string[] {
  return (ts.getDecorators(node) ?? []).map(({ expression }) =>
    (ts.isCallExpression(expression) ? expression.expression : expression).getText(),
  );
}

export function placeOf(node: ts.Node): Finding {
  const file = node.getSourceFile();
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
