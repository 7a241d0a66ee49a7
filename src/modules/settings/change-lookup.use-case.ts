import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { LOOKUP_CODE, type LookupContent, type LookupValue, MAX_VALUES_PER_SET } from './lookup.ts';
import { LOOKUP_CHANGED, Lookups } from './lookups.ts';
import { LookupsRepository } from './lookups.repository.ts';
import { requireSet } from './read-lookups.use-case.ts';

interface LookupCommand {
  readonly set: string;
  readonly code: string;
  readonly reason: string;
  readonly changedBy: string;
}

export interface AddLookupCommand extends LookupCommand, Omit<LookupContent, 'active'> {}

export interface ChangeLookupCommand extends LookupCommand, Partial<LookupContent> {
  /** The version that the operator read, if they say. */
  readonly expectedVersion?: bigint;
}

/** Adds values to sets and changes them; felt by the next request of every process. */
@Injectable()
export class ChangeLookup {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: LookupsRepository,
    private readonly outbox: Outbox,
    private readonly lookups: Lookups,
  ) {}

  /** Refuses `not_found`, `lookup_value_exists` and `lookup_set_full`. */
  add({ set: name, ...command }: AddLookupCommand): Promise<LookupValue> {
    const set = requireSet(name);
    return this.write(async (tx) => {
      await this.repository.lock(tx, set);
      const values = await this.repository.list(set, tx);
      if (values.some(({ code }) => code === command.code)) throw refuse('lookup_value_exists');
      if (values.length >= MAX_VALUES_PER_SET) throw refuse('lookup_set_full');
      return this.announced(tx, await this.repository.insert(tx, { ...command, set, active: true }));
    });
  }

  /** Refuses `not_found` and `stale_version`. */
  change({
    set: name,
    code,
    reason,
    changedBy,
    expectedVersion,
    ...change
  }: ChangeLookupCommand): Promise<LookupValue> {
    const set = requireSet(name);
    return this.write(async (tx) => {
      await this.repository.lock(tx, set);
      const before = LOOKUP_CODE.test(code) ? await this.repository.find(set, code, tx) : undefined;
      if (!before) throw refuse('not_found', 'There is no such value');
      if (expectedVersion !== undefined && expectedVersion !== BigInt(before.version)) throw refuse('stale_version');
      const { label = before.label, position = before.position, active = before.active } = change;
      if (label === before.label && position === before.position && active === before.active) return before;
      const version = before.version + 1;
      const content = { label, position, active };
      return this.announced(
        tx,
        await this.repository.update(tx, { ...content, set, code, reason, changedBy, version }),
      );
    });
  }

  private async write(work: (tx: Tx) => Promise<LookupValue>): Promise<LookupValue> {
    const value = await this.transactions.run(work);
    await this.lookups.felt();
    return value;
  }

  private async announced(tx: Tx, value: LookupValue): Promise<LookupValue> {
    const { set, code, version } = value;
    await this.outbox.append(tx, {
      type: LOOKUP_CHANGED,
      aggregateId: `lookup:${set}`,
      payload: { set, code, version },
    });
    const after = { ...value };
    await audit.record(tx, { service: 'settings', action: LOOKUP_CHANGED, subjectId: `${set}/${code}`, after });
    return value;
  }
}
