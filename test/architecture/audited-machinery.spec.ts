import ts from 'typescript';
import { QUIET_CONSUMERS, QUIET_JOBS, QUIET_LOOPS } from '../support/unaudited-machinery.ts';
import { RECORDS } from './audit-calls.ts';
import { RouteCalls } from './route-calls.ts';
import { nodesOf, parse, typescriptFiles } from './source-files.ts';

/** A part of the machinery, and the class that brings it in. */
interface Part {
  readonly name: string;
  readonly owner: string;
  readonly file: string;
}

/** Where a call is not written down as one: what is called is chosen when it runs. */
const BY_WAY_OF: Readonly<Record<string, readonly string[]>> = {
  'resolve-provider-subjects': ['SettleDispute', 'SettlePayout'],
};

const calls = new RouteCalls('src');
const sources = typescriptFiles('src').filter(({ path }) => !path.endsWith('.spec.ts'));
const parsed = sources.map(parse);
const classes = parsed.flatMap((file) => nodesOf(file, ts.isClassDeclaration));

const jobs = classes.filter(({ name }) => isJob(name?.text ?? '')).map(partOfJob);
const consumers = classes.flatMap(partsOfConsumers);
const loops = classes
  .filter((node) =>
    nodesOf(node, ts.isNewExpression).some(({ expression }) => expression.getText() === 'BackgroundLoop'),
  )
  .map((node) => partOf(node, node.name?.text ?? ''));

describe('what the machinery does by itself', () => {
  it('is found', () => {
    const registered = sources.flatMap(({ text }) => [...text.matchAll(/\bjobs\.register\(/g)]);
    expect(jobs).toHaveLength(registered.length);
    expect(jobs.filter(({ name }) => name === '')).toEqual([]);
    const listening = sources.flatMap(({ text }) => [...text.matchAll(/\bhandlers\.on\(/g)]);
    expect(consumers).toHaveLength(listening.length);
    expect(loops.length).toBeGreaterThan(4);
  });

  it.each([
    ['jobs', jobs, QUIET_JOBS],
    ['consumers', consumers, QUIET_CONSUMERS],
    ['loops', loops, QUIET_LOOPS],
  ] as const)('is written into the audit log by %s that change something', (_kind, parts, quiet) => {
    const silent = parts.filter((part) => !isAudited(part));
    const mend =
      'say `await audit.record(tx, { service, action, subjectId, ... })` where it writes, or why not in test/support/unaudited-machinery.ts';
    const unnamed = silent.filter(({ name }) => !Object.hasOwn(quiet, name));
    expect(unnamed.map(({ name, file }) => `${name} in ${file}: ${mend}`)).toEqual([]);
    expect(Object.keys(quiet).filter((name) => !silent.some((part) => part.name === name))).toEqual([]);
  });

  it('would be missed where it says nothing', () => {
    const expiry = jobs.find(({ name }) => name === 'expire-orders');
    expect(expiry && isAudited(expiry)).toBe(true);
    expect(expiry && reaches(expiry, (callee) => callee === 'audit.unheard')).toBe(false);
  });
});

function isAudited(part: Part): boolean {
  return reaches(part, (callee) => RECORDS.has(callee));
}

function reaches({ name, owner }: Part, isWanted: (callee: string) => boolean): boolean {
  const beginnings = [...(BY_WAY_OF[name] ?? [])].map((other) => ({ owner: other, name: 'resume' }));
  return [{ owner, name: 'onModuleInit' }, ...beginnings].some((start) => calls.reaches(start, isWanted));
}

function isJob(className: string): boolean {
  return calls.reaches({ owner: className, name: 'onModuleInit' }, (callee) => callee === 'Jobs.register');
}

function partOf(node: ts.ClassDeclaration, name: string): Part {
  return { name, owner: node.name?.text ?? '', file: node.getSourceFile().fileName };
}

// Its name, or that of what it asks a provider about.
function partOfJob(node: ts.ClassDeclaration): Part {
  const text = node.getSourceFile().text;
  const inquires = /\bof: '([a-z-]+)'/.exec(text)?.[1];
  const name = /\bname: '([a-z-]+)'/.exec(text)?.[1] ?? /_JOB = '([a-z-]+)'/.exec(text)?.[1];
  return partOf(node, inquires === undefined ? (name ?? '') : `resolve-${inquires}s`);
}

function partsOfConsumers(node: ts.ClassDeclaration): Part[] {
  return nodesOf(node, ts.isCallExpression)
    .filter(({ expression }) => expression.getText().endsWith('handlers.on'))
    .map(({ arguments: [, name] }) => partOf(node, name && ts.isStringLiteral(name) ? name.text : ''));
}
