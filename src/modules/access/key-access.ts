import { isSameText } from '../../shared/digest.ts';
import type { Access, KeyAccess } from './access.ts';

/** Who asks with an API key: of whom it is, and what was presented as its secret. */
export interface KeyHolder {
  readonly userId: string;
  readonly keyId: string;
  /** SHA-256 of the secret, in base64url. */
  readonly secretHash: string;
}

/** The key that is meant, if it works now and this is a secret of it. */
export function workingKey(holder: KeyHolder, { keys }: Access, nowMs: number): KeyAccess | undefined {
  const key = keys.find(({ id }) => id === holder.keyId);
  if (key === undefined || key.expiresAtMs <= nowMs) return undefined;
  return isSecretOf(key, holder.secretHash, nowMs) ? key : undefined;
}

/** What the key may: what it was given, as far as its owner may it too. Worked out once for each pair of the two. */
export class KeyScopes {
  private readonly known = new WeakMap<KeyAccess, { of: ReadonlySet<string>; scope: ReadonlySet<string> }>();

  of(key: KeyAccess, owners: ReadonlySet<string>): ReadonlySet<string> {
    const known = this.known.get(key);
    if (known?.of === owners) return known.scope;
    const scope = new Set(key.permissions.filter((permission) => owners.has(permission)));
    this.known.set(key, { of: owners, scope });
    return scope;
  }
}

function isSecretOf({ secretHash, formerHash, formerUntilMs }: KeyAccess, presented: string, nowMs: number): boolean {
  if (isSameText(presented, secretHash)) return true;
  return formerHash !== null && formerUntilMs !== null && nowMs < formerUntilMs && isSameText(presented, formerHash);
}
