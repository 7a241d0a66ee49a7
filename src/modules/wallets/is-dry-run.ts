/** Whether a request asks what it would do, by its query as it came: for what looks at it before it is validated. */
export function isDryRun(query: Readonly<Record<string, unknown>>): boolean {
  return query['dryRun'] === 'true';
}
