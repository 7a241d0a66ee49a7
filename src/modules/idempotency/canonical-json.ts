/** JSON with sorted object keys, so that equal values have equal text. Absent and undefined members are the same. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (isPlainObject(member) ? sorted(member) : member)) ?? 'null';
}

function sorted(members: Record<string, unknown>): Record<string, unknown> {
  // Without a prototype, or a key named __proto__ would be lost.
  const result = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(members).sort()) result[key] = members[key];
  return result;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
