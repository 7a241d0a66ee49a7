import ts from 'typescript';
import { decoratorsOf, nodesOf, parse, typescriptFiles } from './source-files.ts';

const ROUTE_DECORATORS = ['Get', 'Post', 'Put', 'Patch', 'Delete'];

/** A handler of a controller, and where it is. */
export interface Handler {
  readonly method: string;
  readonly path: string;
  readonly file: string;
  readonly decorators: readonly string[];
  readonly start: Member;
}

/** A method of a class, or a function of a file. */
interface Member {
  readonly owner: string;
  readonly name: string;
}

interface Body {
  readonly node: ts.Node;
  readonly file: string;
  /** Of the class that it belongs to: what is injected under which name. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Who calls whom, as far as it is written in classes that are injected and functions of the same file. */
export class RouteCalls {
  readonly handlers: Handler[] = [];
  private readonly bodies = new Map<string, Body>();

  constructor(folder: string) {
    const sources = typescriptFiles(folder).filter(({ path }) => !path.endsWith('.spec.ts'));
    for (const file of sources.map(parse)) {
      for (const node of nodesOf(file, ts.isClassDeclaration)) this.addClass(node, file.fileName);
      for (const node of file.statements) {
        if (ts.isFunctionDeclaration(node) && node.name) this.add(file.fileName, node.name.text, node, new Map());
      }
    }
  }

  /** Whether anything that is called from here, however far away, is wanted. `callee` is such as `audit.record` or `Ledger.post`. */
  reaches(start: Member, isWanted: (callee: string) => boolean, seen = new Set<string>()): boolean {
    const key = keyOf(start);
    const body = this.bodies.get(key);
    if (seen.has(key) || !body) return false;
    seen.add(key);
    const calls = callsIn(body.node).map((call) => this.resolve(call, start, body));
    return calls.some(
      ({ owner, name }) => isWanted(`${owner}.${name}`) || this.reaches({ owner, name }, isWanted, seen),
    );
  }

  private addClass(node: ts.ClassDeclaration, file: string): void {
    const owner = node.name?.text ?? '';
    const fields = injected(node);
    for (const member of node.members) {
      if (!(ts.isMethodDeclaration(member) || ts.isPropertyDeclaration(member)) || !ts.isIdentifier(member.name))
        continue;
      this.add(owner, member.name.text, member, fields, file);
      if (ts.isMethodDeclaration(member)) this.addHandler(node, member, file);
    }
  }

  private add(owner: string, name: string, node: ts.Node, fields: ReadonlyMap<string, string>, file = owner): void {
    this.bodies.set(keyOf({ owner, name }), { node, file, fields });
  }

  private addHandler(controller: ts.ClassDeclaration, member: ts.MethodDeclaration, file: string): void {
    const [verb] = decoratorsOf(member).filter((name) => ROUTE_DECORATORS.includes(name));
    if (verb === undefined || !decoratorsOf(controller).includes('Controller')) return;
    const path = `/${[argumentOf(controller, 'Controller'), argumentOf(member, verb)].filter(Boolean).join('/')}`;
    const start = { owner: controller.name?.text ?? '', name: member.name.getText() };
    this.handlers.push({ method: verb.toUpperCase(), path, file, decorators: decoratorsOf(member), start });
  }

  private resolve(callee: ts.Expression, { owner }: Member, { fields, file }: Body): Member {
    if (ts.isIdentifier(callee)) return { owner: file, name: callee.text };
    if (!ts.isPropertyAccessExpression(callee)) return { owner: '', name: '' };
    const name = callee.name.text;
    const target = callee.expression;
    if (target.kind === ts.SyntaxKind.ThisKeyword) return { owner, name };
    if (ts.isIdentifier(target)) return { owner: target.text, name };
    const isField = ts.isPropertyAccessExpression(target) && target.expression.kind === ts.SyntaxKind.ThisKeyword;
    return { owner: isField ? (fields.get(target.name.text) ?? '') : '', name };
  }
}

// Also functions that are passed on by name, such as a mapper.
function callsIn(node: ts.Node): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (inner: ts.Node): void => {
    if (ts.isCallExpression(inner)) {
      found.push(inner.expression, ...inner.arguments.filter(ts.isIdentifier));
    }
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return found;
}

function injected(node: ts.ClassDeclaration): Map<string, string> {
  const constructors = node.members.filter(ts.isConstructorDeclaration);
  const parameters = constructors.flatMap(({ parameters }) => [...parameters]);
  return new Map(parameters.map(({ name, type }) => [name.getText(), (type?.getText() ?? '').split(/[ <|]/)[0] ?? '']));
}

function argumentOf(node: ts.HasDecorators, decorator: string): string {
  for (const { expression } of ts.getDecorators(node) ?? []) {
    if (!ts.isCallExpression(expression) || expression.expression.getText() !== decorator) continue;
    const [first] = expression.arguments;
    return first && ts.isStringLiteral(first) ? first.text : '';
  }
  return '';
}

function keyOf({ owner, name }: Member): string {
  return `${owner}.${name}`;
}
