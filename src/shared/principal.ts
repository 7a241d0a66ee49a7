/** Who asks. `id` is the user's id; permissions are those of their roles at this moment, or what of them the API key has. */
export interface Principal {
  readonly id: string;
  /** Undefined when an API key asks. */
  readonly sessionId?: string;
  /** Undefined when somebody who signed in asks. */
  readonly apiKeyId?: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
}
