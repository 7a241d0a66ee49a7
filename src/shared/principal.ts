/** Who asks. `id` is the user's id; permissions are those of their roles at this moment. */
export interface Principal {
  readonly id: string;
  readonly sessionId: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
}
