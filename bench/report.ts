import type { Contestant } from './contestants.ts';
import type { Measured } from './stats.ts';
import type { Judged } from './targets.ts';

export interface Row extends Measured {
  readonly what: string;
  readonly accounts: string;
  readonly callers: string;
  /** Slowest and fastest run. */
  readonly range: readonly [number, number];
}

export interface Report {
  readonly machine: readonly string[];
  readonly tables: readonly { readonly title: string; readonly rows: readonly Row[] }[];
  readonly targets: readonly Judged[];
  readonly notes: readonly string[];
  readonly broken: readonly string[];
}

const HEADINGS = [
  'what',
  'accounts',
  'callers',
  'transfers/s',
  'lowest – highest',
  'p50 ms',
  'p99 ms',
  'Node µs',
  'PostgreSQL µs',
];
const TARGET_HEADINGS = ['target', 'wanted', 'found', ''];

export type RowLabel = Pick<Contestant, 'name' | 'spread' | 'pressure'>;

/** The whole report as Markdown, whose tables are lined up so that a terminal shows them well too. */
export function asMarkdown({ machine, tables, targets, notes, broken }: Report): string {
  const parts = [
    machine.map((line) => `* ${line}`).join('\n'),
    ...tables.flatMap(({ title, rows }) => [`## ${title}`, table(HEADINGS, rows.map(cellsOf), 2)]),
    '## Targets',
    table(TARGET_HEADINGS, targets.map(judgedCells), 0),
    notes.map((line) => `* ${line}`).join('\n'),
    broken.length === 0
      ? 'No invariant was broken and no request failed.'
      : `**Broken:**\n\n${broken.map((line) => `* ${line}`).join('\n')}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function cellsOf(row: Row): string[] {
  const [lowest, highest] = row.range;
  return [
    ...[row.what, row.accounts, row.callers, grouped(row.perSecond), `${grouped(lowest)} – ${grouped(highest)}`],
    ...[row.p50Ms.toFixed(1), row.p99Ms.toFixed(1), micros(row.nodeMicros), micros(row.postgresMicros)],
  ];
}

function judgedCells({ target, wanted, found, met }: Judged): string[] {
  if (found === undefined || met === undefined) return [target, wanted, 'not measured', ''];
  return [target, wanted, found >= 100 ? grouped(found) : found.toFixed(2), met ? 'met' : '**missed**'];
}

function table(headings: readonly string[], rows: readonly (readonly string[])[], textColumns: number): string {
  const widths = headings.map((heading, n) =>
    Math.max(3, ...[heading, ...rows.map((row) => row[n] ?? '')].map((cell) => cell.length)),
  );
  const rightAligned = (n: number): boolean => textColumns > 0 && n >= textColumns;
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, n) => (rightAligned(n) ? cell.padStart(widths[n] ?? 0) : cell.padEnd(widths[n] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, n) => (rightAligned(n) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(headings), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** As people read numbers. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function micros(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(0);
}
