/** Who asks. `id` is the user's id; permissions are already resolved from roles. */
export interface Principal {
  readonly id: string;
  readonly sessionId: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
}
