const MAX_DEPTH = 5;

/** What the log keeps of an error. Its other properties may hold what somebody sent: parameters of a query, a row's values. */
export function errorFields(error: unknown, depth: number = MAX_DEPTH): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack, cause } = error;
  const code = (error as { code?: unknown }).code;
  return {
    type: name,
    message,
    stack,
    ...(typeof code === 'string' ? { code } : {}),
    ...(cause === undefined || depth === 0 ? {} : { cause: errorFields(cause, depth - 1) }),
  };
}
