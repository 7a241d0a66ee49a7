import ts from 'typescript';
import { requestFields } from './request-fields.ts';
import { decoratorsOf, linesLike, nodesOf, parse, placeOf, repositoryFiles, typescriptFiles } from './source-files.ts';

const MAX_LINES = 250;
const CODE = ['src', 'test', 'scripts', 'bench'];

/** What may round, and what it is that it rounds. None of it is money. */
const ROUNDING: Readonly<Record<string, string>> = {
  'src/modules/auth/access-tokens.ts': 'seconds since 1970 in a token',
  'src/modules/auth/sign-in-tries.repository.ts': 'seconds since 1970 of a lifetime',
  'src/modules/mfa/totp.ts': 'steps of 30 seconds since 1970',
  'src/modules/auth/sessions.repository.ts': 'seconds since 1970 of a lifetime',
  'src/modules/idempotency/records.repository.ts': 'seconds since 1970 of a lifetime',
  'src/modules/one-time/one-time-secrets.repository.ts': 'seconds since 1970 of a lifetime',
  'src/modules/one-time/quotas.ts': 'hours since 1970',
  'src/modules/operations/read-outbox.use-case.ts': 'seconds of age',
  'src/modules/presence/nearby.dto.ts': 'metres of distance',
  'src/modules/presence/presence-item.ts': 'seconds since 1970 of a lifetime',
  'src/modules/redemptions/redemptions.ts': 'seconds to wait',
  'src/modules/risk/evaluate.ts': 'metres of distance',
  'src/modules/risk/signal-log.repository.ts': 'seconds since 1970 of a lifetime',
  'src/modules/risk/windows.repository.ts': 'seconds since 1970 of a lifetime',
  'src/modules/venues/cell.ts': 'degrees',
  'src/modules/venues/great-circle.ts': 'degrees',
};

/** Who may let time pass in a test: between two tries before a deadline, or as what a stand-in for something slow does. */
const TIMERS: Readonly<Record<string, string>> = {
  'test/faults/eventually.ts': 'polls, and bounds a wait',
  'test/support/app-process.ts': 'bounds a wait',
  'test/integration/platform-app.ts': 'polls',
  'test/e2e/shutdown.spec.ts': 'polls',
  'test/integration/redis-cache.spec.ts': 'a slow loader',
};

/** Files that only pass on what others declare, beside a folder's index.ts. */
const PASSED_ON = ['src/platform/postgres/prisma-client.ts'];

/** Decorators that document or convert a field, and check nothing about its value. */
const NOT_A_CHECK = [
  ...['ApiProperty', 'ApiPropertyOptional', 'ApiHideProperty', 'Type', 'Transform', 'Expose'],
  ...['IsOptional', 'OptionalField', 'IsDefined', 'ValidateIf', 'Allow'],
];

const FORBIDDEN_WORDS: Readonly<Record<string, RegExp>> = {
  'a path of one machine': /(?<![\w.-])\/(?:work|root|home\/\w+|tmp\/\w+|Users\/\w+)\b/,
  'a number in a tracker': /\b(?:issue|ticket) #\d*/i,
  'the host of a registry': /\b(?:registry\.(?:npmjs|yarnpkg|terraform)|(?:docker|ghcr|quay|gcr)\.io|deb\.debian)\b/i,
};

function notNamed(findings: readonly string[], exempt: Readonly<Record<string, string>>): readonly string[] {
  return findings.filter((finding) => !Object.hasOwn(exempt, finding.replace(/:\d+ .*$/, '')));
}

function goneFrom(findings: readonly string[], exempt: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(exempt).filter((path) => !findings.some((finding) => finding.startsWith(`${path}:`)));
}

describe('the house style', () => {
  it('finds the code', () => {
    expect(typescriptFiles('src').length).toBeGreaterThan(100);
    expect(typescriptFiles('src').some(({ path }) => path.startsWith('src/generated/'))).toBe(false);
  });

  it(`keeps a source file within ${MAX_LINES} lines`, () => {
    const long = typescriptFiles('src')
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > MAX_LINES);
    expect(long).toEqual([]);
  });

  it('leaves nothing for later', () => {
    expect(linesLike(typescriptFiles(...CODE), /\b(?:TO[D]O|FIX[M]E|X[X]X)\b/)).toEqual([]);
  });

  it('knows the type of everything', () => {
    const anys = typescriptFiles('src')
      .map(parse)
      .flatMap((file) => nodesOf(file, (node): node is ts.Node => node.kind === ts.SyntaxKind.AnyKeyword));
    expect(anys.map(placeOf)).toEqual([]);
  });

  it('silences neither the compiler nor the linter', () => {
    const silenced = linesLike(typescriptFiles(...CODE), /@ts-(?:ignore|expect-error|nocheck)|eslint-disable/);
    expect(silenced.filter((finding) => !finding.startsWith('test/architecture/'))).toEqual([]);
  });

  it('never rounds money', () => {
    const money = typescriptFiles('src/ledger', 'src/modules').filter(({ path }) => !path.endsWith('.spec.ts'));
    const findings = linesLike(
      money,
      /\bparseFloat\b|\.toFixed\(|\.toPrecision\(|\bMath\.(?:round|floor|ceil|trunc|fround)\b/,
    );
    expect({ unnamed: notNamed(findings, ROUNDING), gone: goneFrom(findings, ROUNDING) }).toEqual({
      unnamed: [],
      gone: [],
    });
  });

  it('has one kind of barrel: index.ts', () => {
    const barrels = typescriptFiles('src')
      .filter(({ path }) => !path.endsWith('/index.ts'))
      .map(parse)
      .filter(({ statements }) => statements.every((each) => ts.isExportDeclaration(each) && each.moduleSpecifier))
      .map(({ fileName }) => fileName);
    expect(barrels).toEqual(PASSED_ON);
  });

  it('writes no path, number or host that means something in one place only', () => {
    const findings = Object.entries(FORBIDDEN_WORDS).flatMap(([what, pattern]) =>
      linesLike(repositoryFiles(), pattern).map((finding) => `${what}: ${finding.slice(0, 200)}`),
    );
    expect(findings).toEqual([]);
  });
});

describe('a test', () => {
  const tests = typescriptFiles('src', 'test').filter(
    ({ path }) => path.startsWith('test/') || path.endsWith('.spec.ts'),
  );
  const others = tests.filter(({ path }) => path !== 'test/architecture/house-rules.spec.ts');

  it('never sleeps: it polls, with a deadline', () => {
    const findings = linesLike(others, /(?<!jest\.)\bsetTimeout\(|timers\/promises|\bsleep\(/);
    expect({ unnamed: notNamed(findings, TIMERS), gone: goneFrom(findings, TIMERS) }).toEqual({
      unnamed: [],
      gone: [],
    });
  });

  it('hides no other, and is not hidden', () => {
    const hidden = /\b(?:it|test|describe)(?:\.each)?\.(?:only|skip|todo|failing)\b|\b[fx](?:it|test|describe)\(/;
    expect(linesLike(others, hidden)).toEqual([]);
  });

  it('puts no other module in the place of ours', () => {
    expect(linesLike(others, /\bjest\.(?:mock|doMock|setMock|unstable_mockModule)\b/)).toEqual([]);
  });
});

describe('the HTTP edge', () => {
  it('checks every field that a client may send', () => {
    const fields = requestFields();
    expect(fields.length).toBeGreaterThan(50);
    const unchecked = fields.filter(({ decorators }) => decorators.every((name) => NOT_A_CHECK.includes(name)));
    expect(unchecked.map(({ name }) => name)).toEqual([]);
  });

  it('gives every controller a tag', () => {
    const controllers = typescriptFiles('src')
      .map(parse)
      .flatMap((file) => nodesOf(file, ts.isClassDeclaration))
      .filter((node) => decoratorsOf(node).includes('Controller'));
    expect(controllers.length).toBeGreaterThan(10);
    expect(controllers.filter((node) => !decoratorsOf(node).includes('ApiTags')).map(placeOf)).toEqual([]);
  });
});
