import type { TestResponse } from '../support/http-client.ts';

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  readonly errors?: { pointer: string; code: string; message: string }[];
}

/** An answer that is problem+json of this status and code, and says its request's id twice. */
export function expectProblem(response: TestResponse<Problem>, status: number, code: string): void {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.body).toMatchObject({ status, code, type: `urn:trivet:problem:${code}` });
  expect(response.status).toBe(status);
  expect(response.body.requestId).toBe(response.headers.get('x-request-id'));
  expect(response.body.title).not.toBe('');
}
