import ts from 'typescript';
import { decoratorsOf, nodesOf, parse, typescriptFiles } from './source-files.ts';

export interface RequestField {
  /** Such as `MakeTransferDto.amount`. */
  readonly name: string;
  readonly decorators: readonly string[];
}

const REQUEST_PARTS = ['Body', 'Query'];
const DTO_NAME = /\b[A-Z]\w*Dto\b/g;

/** Every field that a client may send: of the classes that handlers take, of those that they extend, and of those inside. */
export function requestFields(): RequestField[] {
  const files = typescriptFiles('src').map(parse);
  const classes = new Map(
    files.flatMap((file) => nodesOf(file, ts.isClassDeclaration)).map((node) => [node.name?.text ?? '', node]),
  );
  const wanted = files
    .filter(({ fileName }) => fileName.endsWith('.controller.ts'))
    .flatMap((file) => nodesOf(file, ts.isParameter))
    .filter((parameter) => decoratorsOf(parameter).some((name) => REQUEST_PARTS.includes(name)))
    .flatMap((parameter) => dtoNames(parameter.type));
  return [...reachable(wanted, classes)].flatMap((node) =>
    node.members.filter(ts.isPropertyDeclaration).map((property) => ({
      name: `${node.name?.text}.${property.name.getText()}`,
      decorators: decoratorsOf(property),
    })),
  );
}

function reachable(
  names: readonly string[],
  classes: ReadonlyMap<string, ts.ClassDeclaration>,
): Set<ts.ClassDeclaration> {
  const found = new Set<ts.ClassDeclaration>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const node = classes.get(name);
    if (node === undefined) throw new Error(`${name} is not a class of ours`);
    if (found.has(node)) continue;
    found.add(node);
    waiting.push(...(node.heritageClauses ?? []).flatMap(dtoNames));
    waiting.push(...node.members.filter(ts.isPropertyDeclaration).flatMap(({ type }) => dtoNames(type)));
  }
  return found;
}

function dtoNames(node: ts.Node | undefined): string[] {
  return node?.getText().match(DTO_NAME) ?? [];
}
