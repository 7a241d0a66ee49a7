import { Injectable } from '@nestjs/common';
import { audit } from '../audit/index.ts';
import { Postgres, type Tx } from '../postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { type DataKey, nameOf } from './data-key.ts';
import type { KeyPurpose, WrappedKey } from './key-provider.ts';

type NewDataKey = Pick<DataKey, 'purpose' | 'version' | 'activeFrom'>;

@Injectable()
export class DataKeysRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  async all(): Promise<DataKey[]> {
    const rows = await this.postgres.prisma.dataKey.findMany({ orderBy: [{ purpose: 'asc' }, { version: 'asc' }] });
    return rows.map((row) => ({ ...row, purpose: row.purpose as KeyPurpose }));
  }

  /** Writes the first key of a purpose, unless somebody was faster: nothing is changed by it. */
  async addFirst(purpose: KeyPurpose, first: WrappedKey): Promise<void> {
    const data = [this.rowOf({ purpose, version: 1, activeFrom: this.clock.now() }, first)];
    await this.postgres.prisma.dataKey.createMany({ data, skipDuplicates: true });
  }

  /** Writes the key that takes the place of another, unless somebody was faster. */
  async addNext(next: NewDataKey, wrapped: WrappedKey): Promise<void> {
    const data = [this.rowOf(next, wrapped)];
    const after = { wrappedBy: wrapped.wrappedBy, activeFrom: next.activeFrom.toISOString() };
    await this.postgres.transaction(async (tx) => {
      const { count } = await tx.dataKey.createMany({ data, skipDuplicates: true });
      const made = { service: 'keys', action: 'data_key.made', subjectId: nameOf(next), after };
      if (count === 1) await audit.record(tx, made);
    });
  }

  /** The same key, wrapped anew. False when somebody was faster. */
  async rewrap(tx: Tx, { purpose, version, wrappedBy }: DataKey, anew: WrappedKey): Promise<boolean> {
    const where = { purpose, version, wrappedBy };
    const data = { wrapped: Uint8Array.from(anew.wrapped), wrappedBy: anew.wrappedBy };
    return (await tx.dataKey.updateMany({ where, data })).count === 1;
  }

  /** Nothing that is kept is sealed with what came before that version. */
  async retireBefore(purpose: KeyPurpose, version: number): Promise<void> {
    const where = { purpose, version: { lt: version }, retiredAt: null };
    await this.postgres.transaction(async (tx) => {
      const retired = await tx.dataKey.updateManyAndReturn({
        ...{ where, data: { retiredAt: this.clock.now() } },
        select: { version: true },
      });
      const what = { service: 'keys', action: 'data_key.retired' };
      await audit.recordAll(
        tx,
        retired.map((key) => ({ ...what, subjectId: nameOf({ purpose, version: key.version }) })),
      );
    });
  }

  private rowOf({ purpose, version, activeFrom }: NewDataKey, { wrapped, wrappedBy }: WrappedKey) {
    return { purpose, version, wrapped: Uint8Array.from(wrapped), wrappedBy, activeFrom, createdAt: this.clock.now() };
  }
}
