import type { Position } from './great-circle.ts';

/** About 100 m of latitude. */
const CELL_DEGREES = 0.0009;
/** Longitudes close up towards the poles; past this a cell grows narrower instead of its step growing without end. */
const LEAST_COSINE = 0.01;
const KEY_DIGITS = 5;

/** No point of a cell is further than this from its center: half the diagonal of 100 m by 100 m, with room for rounding. */
export const CELL_REACH_M = 75;

export interface Cell {
  readonly center: Position;
  /** Equal for all points of the cell, and for no others. */
  readonly key: string;
}

/** The cell of a grid of about 100 m that a position is in. People in the same cell share one cached search. */
export function cellOf(position: Position): Cell {
  const latitude = clamp(Math.round(position.latitude / CELL_DEGREES) * CELL_DEGREES, 90);
  const step = CELL_DEGREES / Math.max(Math.cos((latitude * Math.PI) / 180), LEAST_COSINE);
  const longitude = clamp(Math.round(position.longitude / step) * step, 180);
  return { center: { latitude, longitude }, key: `${latitude.toFixed(KEY_DIGITS)}:${longitude.toFixed(KEY_DIGITS)}` };
}

function clamp(degrees: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, degrees));
}
