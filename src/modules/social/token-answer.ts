import type { CustomFetch } from 'openid-client';

/**
 * `fetch`, for answers that are nearly what RFC 6749 says: Instagram leaves the type of its token out, and has wrapped it in a list.
 * Redirects are not followed: a client secret goes where it is meant to go.
 */
export const fetchForgivingly: CustomFetch = async (url, { body, headers, method, signal }) => {
  const answer = await fetch(url, { body: body as RequestInit['body'], headers, method, signal, redirect: 'manual' });
  if (method !== 'POST' || !answer.ok) return answer;
  const mended = mend(
    await answer
      .clone()
      .json()
      .catch(() => undefined),
  );
  return mended === undefined ? answer : Response.json(mended);
};

/** Undefined for what needs no mending, or cannot be mended. */
function mend(given: unknown): object | undefined {
  const listed = isRecord(given) && Array.isArray(given['data']) ? (given['data'] as unknown[])[0] : undefined;
  const tokens = listed ?? given;
  if (!isRecord(tokens) || typeof tokens['access_token'] !== 'string') return undefined;
  return listed === undefined && 'token_type' in tokens ? undefined : { token_type: 'bearer', ...tokens };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
