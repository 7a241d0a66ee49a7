export interface RequestOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is; `headers` say what it is. */
  readonly rawBody?: string | Uint8Array<ArrayBuffer>;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestResponse<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON of the answer, whatever its kind; an empty object when it has none. */
  readonly body: T;
  readonly text: string;
}

const API = '/api/v1';
const OUTSIDE_OF_API = /^\/(api\/|health|docs|openapi\.)/;

/** Sends one request over the network and reads its answer. A path is below /api/v1 unless it names another root. */
export async function send<T>(
  url: string,
  method: string,
  path: string,
  options: RequestOptions = {},
): Promise<TestResponse<T>> {
  const response = await fetch(`${url}${OUTSIDE_OF_API.test(path) ? '' : API}${path}`, {
    method,
    headers: headersOf(options),
    body: options.rawBody ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
    redirect: 'manual',
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') === true && text !== '';
  return { status: response.status, headers: response.headers, body: (json ? JSON.parse(text) : {}) as T, text };
}

function headersOf({ body, token, headers }: RequestOptions): Record<string, string> {
  return {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...headers,
  };
}
