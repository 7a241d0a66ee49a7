/** When and how somebody last proved who they are. */
export interface Proof {
  readonly atMs: number;
  /** The names of RFC 8176: `pwd`, `otp`, `pop` (a passkey), `mfa` when it was more than one factor; `fed` for another's sign-in. */
  readonly methods: readonly string[];
}

/** Who asks. `id` is the user's id; permissions are those of their roles at this moment, or what of them the API key has. */
export interface Principal {
  readonly id: string;
  /** Undefined when an API key asks. */
  readonly sessionId?: string;
  /** The person's session number under which their session began: with another one it is over. Undefined when an API key asks. */
  readonly sessionEpoch?: number;
  /** Undefined when somebody who signed in asks. */
  readonly apiKeyId?: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
  /** Absent where nobody signed in: then what needs a recent proof is refused. */
  readonly proof?: Proof;
}
