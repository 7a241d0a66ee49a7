import type { Results } from './measure.ts';
import type { Row } from './report.ts';
import { medianOf } from './stats.ts';
import type { Medians } from './targets.ts';

export function mediansOf(results: Results): Medians {
  return new Map([...results].map(([id, { runs }]) => [id, medianOf(runs)]));
}

export function rowsOf(results: Results): Row[] {
  return [...results.values()].map(({ contestant, runs }) => {
    const rates = runs.map(({ perSecond }) => perSecond);
    const { name: what, spread: accounts, pressure: callers } = contestant;
    return { what, accounts, callers, range: [Math.min(...rates), Math.max(...rates)], ...medianOf(runs) };
  });
}
