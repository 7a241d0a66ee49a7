import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { REFUSAL_STATUS } from '../../src/platform/http/refusal-status.ts';
import { REFUSAL_TITLES, type RefusalCode } from '../../src/shared/refusal.ts';
import { nodesOf, parse, typescriptFiles } from './source-files.ts';

interface Row {
  readonly group: string;
  readonly code: string;
  readonly status: number;
  readonly title: string;
}

const REFUSALS = 'src/shared/refusal.ts';
const DECLARATIONS = [REFUSALS, 'src/platform/http/refusal-status.ts'];
const PAGE = readFileSync('docs/errors.md', 'utf8');
const HEADING = /^## (.+)$/;
const ROW = /^\| `([a-z_]+)` \| (\d{3}) \| ([^|]+) \| ([^|]+) \|$/;

/** The codes as the source has them: in its order, under the comments that head its groups. */
function codesOfSource(): Row[] {
  let group = '';
  return readFileSync(REFUSALS, 'utf8')
    .split('\n')
    .flatMap((line) => {
      group = /^ {2}\/\/ (.+)$/.exec(line)?.[1] ?? group;
      const code = /^ {2}([a-z_]+): '/.exec(line)?.[1] as RefusalCode | undefined;
      return code === undefined ? [] : [{ group, code, status: REFUSAL_STATUS[code], title: REFUSAL_TITLES[code] }];
    });
}

function rowsOfPage(): (Row & { readonly advice: string })[] {
  let group = '';
  return PAGE.split('\n').flatMap((line) => {
    group = HEADING.exec(line)?.[1]?.toLowerCase() ?? group;
    const [, code, status, title, advice] = ROW.exec(line) ?? [];
    if (code === undefined || title === undefined || advice === undefined) return [];
    return [{ group, code, status: Number(status), title, advice }];
  });
}

/** Whether a literal stands where a value does, and not in a type. */
const isValue = (node: ts.Node): node is ts.StringLiteral =>
  ts.isStringLiteral(node) && !ts.isLiteralTypeNode(node.parent) && !ts.isImportDeclaration(node.parent);

describe('docs/errors.md', () => {
  it('has every code once, with its status and title, in the groups and the order of the source', () => {
    const source = codesOfSource();
    expect(source.map(({ code }) => code)).toEqual(Object.keys(REFUSAL_TITLES));
    expect(rowsOfPage().map(({ advice: _advice, ...row }) => row)).toEqual(source);
  });

  it('says of every code what to do', () => {
    expect(rowsOfPage().filter(({ advice }) => advice.trim().length < 5)).toEqual([]);
  });

  it('has no row that cannot be read', () => {
    const rows = PAGE.split('\n').filter((line) => line.startsWith('| `'));
    expect(rows.filter((line) => !ROW.test(line))).toEqual([]);
  });

  it('shows an example that is true', () => {
    const example = JSON.parse(/```json\n([^`]+)```/.exec(PAGE)?.[1] ?? '{}') as Record<string, unknown>;
    const code = example['code'] as RefusalCode;
    expect(example).toMatchObject({
      type: `urn:trivet:problem:${code}`,
      title: REFUSAL_TITLES[code],
      status: REFUSAL_STATUS[code],
    });
  });
});

describe('a refusal code', () => {
  it('is given somewhere: none is there for nothing', () => {
    const given = typescriptFiles('src')
      .filter(({ path, text }) => !DECLARATIONS.includes(path) && !path.endsWith('.spec.ts') && text.includes('refus'))
      .map(parse)
      .flatMap((file) => nodesOf(file, isValue).map(({ text }) => text));
    expect(Object.keys(REFUSAL_TITLES).filter((code) => !given.includes(code))).toEqual([]);
  });
});
