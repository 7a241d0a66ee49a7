/**
 * OpenAPI 3.1 has JSON Schema's own null type and no `nullable`, which the decorators still write. Returns a copy in
 * which each `nullable: true` became what it means.
 */
export function withNullTypes<T>(node: T): T {
  return convert(node) as T;
}

function convert(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(convert);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, convert(value)]));
  if (typeof nullable !== 'boolean') return nullable === undefined ? rest : { nullable, ...rest };
  return nullable ? orNull(rest) : rest;
}

function orNull(schema: Record<string, unknown>): Record<string, unknown> {
  const { type, enum: values, ...rest } = schema;
  const withNull = Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {};
  if (typeof type === 'string') return { ...rest, type: [type, 'null'], ...withNull };
  const { description, ...reference } = schema;
  return { ...(description === undefined ? {} : { description }), oneOf: [reference, { type: 'null' }] };
}
