/** What an Idempotency-Key means for one request: whose key on which route (scope), and with what content (fingerprint). Both are UUIDs. */
export interface Claim {
  readonly scope: string;
  readonly fingerprint: string;
}
