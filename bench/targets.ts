import { BATCH_SIZE, BATCH_CALLERS, USUAL_CALLERS } from './contestants.ts';
import type { Filled } from './fill.ts';
import type { Measured } from './stats.ts';

export type Medians = ReadonlyMap<string, Measured>;

export interface Found {
  readonly empty: Medians;
  readonly loaded: Medians;
  readonly filled: Filled | undefined;
}

export interface Judged {
  readonly target: string;
  readonly wanted: string;
  /** Undefined where what it needs was not measured. */
  readonly found: number | undefined;
  readonly met: boolean | undefined;
}

const POSTER = `poster-uniform-${USUAL_CALLERS}`;
const HOT = `poster-hot-${USUAL_CALLERS}`;
const API = `api-uniform-${USUAL_CALLERS}`;
const FASTIFY = `fastify-uniform-${USUAL_CALLERS}`;
const [STATEMENTS, CALL, CALL_HOT] = ['pgbench-statements-uniform', 'pgbench-call-uniform', 'pgbench-call-hot'];
const MAX_BYTES = 600;

/** What we promise ourselves, and how it came out. A target that is missed fails nothing; it is for whoever reads. */
export function judge({ empty, loaded, filled }: Found): Judged[] {
  const ratio = (
    target: string,
    [over, above]: [string, Medians],
    [under, below]: [string, Medians],
    least: number,
  ): Judged => {
    const [a, b] = [above.get(over)?.perSecond, below.get(under)?.perSecond];
    const found = a && b ? a / b : undefined;
    return { target, wanted: `>= ${least}`, found, met: found === undefined ? undefined : found >= least };
  };
  const here = (id: string): [string, Medians] => [id, empty];
  const at = `${USUAL_CALLERS} callers`;
  const bytes = filled?.bytesPerTransfer;
  return [
    ratio(`poster at ${at} / pgbench multi-statement`, here(POSTER), here(STATEMENTS), 3),
    ratio(`poster at ${at} / pgbench one call`, here(POSTER), here(CALL), 1.3),
    ratio(`poster at ${at}, hot / pgbench one call, hot`, here(HOT), here(CALL_HOT), 8),
    ratio(`poster at ${at}, hot / uniform`, here(HOT), here(POSTER), 0.5),
    ratio(`POST /transfers at ${at} / bare Fastify, the same ledger`, here(API), here(FASTIFY), 0.5),
    ratio(`POST /transfers at ${at} / pgbench multi-statement`, here(API), here(STATEMENTS), 1),
    ratio(
      `batches of ${BATCH_SIZE} at ${BATCH_CALLERS} callers / pgbench multi-statement`,
      here('batch'),
      here(STATEMENTS),
      2,
    ),
    ratio(`poster at ${at}, loaded / empty`, [POSTER, loaded], here(POSTER), 0.85),
    ratio(`POST /transfers at ${at}, loaded / empty`, [API, loaded], here(API), 0.85),
    {
      target: 'bytes a transfer, entries and indexes included',
      wanted: `<= ${MAX_BYTES}`,
      found: bytes,
      met: bytes === undefined ? undefined : bytes <= MAX_BYTES,
    },
  ];
}
