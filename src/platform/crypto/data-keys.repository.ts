import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { DataKey } from './data-key.ts';
import type { KeyPurpose, WrappedKey } from './key-provider.ts';

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

  /** Writes the key as that version, unless somebody was faster. */
  async add(purpose: KeyPurpose, version: number, { wrapped, wrappedBy }: WrappedKey, activeFrom: Date): Promise<void> {
    const data = [
      { purpose, version, wrapped: Uint8Array.from(wrapped), wrappedBy, activeFrom, createdAt: this.clock.now() },
    ];
    await this.postgres.prisma.dataKey.createMany({ data, skipDuplicates: true });
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
    await this.postgres.prisma.dataKey.updateMany({ where, data: { retiredAt: this.clock.now() } });
  }
}
