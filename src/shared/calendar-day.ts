const LENGTH = 'YYYY-MM-DD'.length;

/** The day of the calendar that a moment is in, `YYYY-MM-DD` in UTC. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, LENGTH);
}
