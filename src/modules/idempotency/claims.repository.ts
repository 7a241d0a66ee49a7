import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { type Refusal, refuse, type RefusalCode } from '../../shared/refusal.ts';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import type { Claim } from './claim.ts';
import { RETENTION } from '../../shared/retention.ts';

export const CLAIM_LIFETIME_MS = RETENTION.idempotencyClaim.keptMs;

/** What is kept of a refusal that was not the ledger's: nothing was posted. */
interface KeptOutcome {
  readonly ids: readonly string[];
  readonly refusal: RefusalCode;
}

/** The claims of idempotency keys, committed together with the effects they protect. */
@Injectable()
export class Claims {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes the claim for the resource that this transaction is about to make, before it makes it. Returns undefined when the
   * caller may go on; returns the earlier resource's id when this claim's effect is already committed: the use case then
   * answers with that resource and writes nothing. Waits for another transaction that holds the same claim.
   * Refuses idempotency_key_reused, and what was refused under the claim for good.
   */
  async take(tx: Tx, claim: Claim | undefined, resourceId: string): Promise<string | undefined> {
    if (claim === undefined) return undefined;
    const now = this.clock.now();
    const expiredBefore = new Date(now.getTime() - CLAIM_LIFETIME_MS);
    const taken = await tx.$executeRaw`
      insert into idempotency_claim (scope, fingerprint, resource_id, created_at)
      values (${claim.scope}::uuid, ${claim.fingerprint}::uuid, ${resourceId}::uuid, ${now})
      on conflict (scope) do update
        set fingerprint = excluded.fingerprint, resource_id = excluded.resource_id, outcome = null,
            created_at = excluded.created_at
        where idempotency_claim.created_at <= ${expiredBefore}`;
    return taken === 1 ? undefined : this.earlierResource(tx, claim);
  }

  /**
   * Keeps a refusal as what was answered under the claim: whoever takes it later is refused the same. False when something else was
   * done or answered under it.
   */
  async keepRefusal(tx: Tx, claim: Claim, { code }: Refusal): Promise<boolean> {
    const now = this.clock.now();
    const expiredBefore = new Date(now.getTime() - CLAIM_LIFETIME_MS);
    const outcome = JSON.stringify({ ids: [], refusal: code } satisfies KeptOutcome);
    const kept = await tx.$executeRaw`
      insert into idempotency_claim (scope, fingerprint, outcome, created_at)
      values (${claim.scope}::uuid, ${claim.fingerprint}::uuid, ${outcome}::jsonb, ${now})
      on conflict (scope) do update
        set fingerprint = excluded.fingerprint, resource_id = null, outcome = excluded.outcome,
            created_at = excluded.created_at
        where idempotency_claim.created_at <= ${expiredBefore}`;
    return kept === 1;
  }

  /** Whether something was done, or refused for good, under the claim. */
  async isTaken({ scope }: Claim): Promise<boolean> {
    return (await this.findMany([scope])).length > 0;
  }

  /** The claims among these scopes whose time is not over. */
  async findMany(scopes: readonly string[]): Promise<{ scope: string; resourceId: string | null; createdAt: Date }[]> {
    const expiredBefore = new Date(this.clock.now().getTime() - CLAIM_LIFETIME_MS);
    const claims = await this.postgres.prisma.idempotencyClaim.findMany({
      where: { scope: { in: [...scopes] }, createdAt: { gt: expiredBefore } },
      select: { scope: true, resourceId: true, outcome: true, createdAt: true },
    });
    return claims.map(({ outcome, ...claim }) => ({ ...claim, resourceId: claim.resourceId ?? onlyIdOf(outcome) }));
  }

  /** Deletes claims whose time is over, at most `limit`; returns how many. */
  deleteExpired(limit: number): Promise<number> {
    const expiredBefore = new Date(this.clock.now().getTime() - CLAIM_LIFETIME_MS);
    return this.postgres.prisma.$executeRaw`
      delete from idempotency_claim where scope in (
        select scope from idempotency_claim where created_at <= ${expiredBefore} order by created_at limit ${limit}
        for update skip locked)`;
  }

  private async earlierResource(tx: Tx, claim: Claim): Promise<string> {
    const earlier = await tx.idempotencyClaim.findUniqueOrThrow({ where: { scope: claim.scope } });
    if (earlier.fingerprint !== claim.fingerprint) throw refuse('idempotency_key_reused');
    const { refusal } = (earlier.outcome ?? {}) as Partial<KeptOutcome>;
    if (refusal !== undefined) throw refuse(refusal);
    if (earlier.resourceId === null)
      throw new Error('the claim was taken by a route that keeps an outcome, not a resource');
    return earlier.resourceId;
  }
}

// A claim of one posting keeps what the ledger answered: the ids it posted under, and what it refused.
function onlyIdOf(outcome: unknown): string | null {
  const { ids = [], codes = [] } = (outcome ?? {}) as { ids?: string[]; codes?: (string | null)[] };
  const posted = codes[0] === undefined || codes[0] === null || codes[0] === 'exists';
  return ids.length === 1 && posted ? (ids[0] ?? null) : null;
}
