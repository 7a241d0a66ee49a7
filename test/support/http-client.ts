export interface RequestOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is; `headers` say what it is. */
  readonly rawBody?: string | Uint8Array;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The path is not below /api/v1. */
  readonly root?: boolean;
}

export interface TestResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed when it is JSON, text otherwise; undefined when there is none. */
  // A test says what it expects of a body by its expectations, not by a type.
  readonly body: Record<string, never> & { readonly [key: string]: unknown };
  readonly text: string;
}
