import { Injectable } from '@nestjs/common';
import { Postgres, Prisma, type Tx } from '../platform/postgres/index.ts';
import type { Account, AccountFilter, OpenAccount } from './account.ts';
import {
  ACCOUNT_KINDS,
  accountCode,
  balancesOf,
  type AccountKind,
  type AccountStatus,
  type NormalSide,
} from './core/index.ts';

interface AccountRow {
  readonly id: string;
  readonly code: string;
  readonly kind: AccountKind;
  readonly owner_id: string | null;
  readonly asset: string;
  readonly normal_side: NormalSide;
  readonly overdraft_limit: bigint | null;
  readonly status: AccountStatus;
  readonly posted: bigint;
  readonly pending_debits: bigint;
  readonly pending_credits: bigint;
  readonly frozen: bigint;
  readonly version: bigint;
  readonly created_at: Date;
}

// Holds past their time are taken off here, so that a balance is right at the moment it is read and not when a job has run.
const atMoment = (at: Date) => Prisma.sql`
  select a.id, a.code, a.kind, a.owner_id, a.asset, a.normal_side, a.overdraft_limit, a.status, a.posted, a.frozen, a.version, a.created_at,
         a.pending_debits - coalesce((select sum(h.amount - h.captured) from ledger_hold h
           where h.debit_account_id = a.id and h.status = 'pending' and h.expires_at <= ${at}), 0)::bigint as pending_debits,
         a.pending_credits - coalesce((select sum(h.amount - h.captured) from ledger_hold h
           where h.credit_account_id = a.id and h.status = 'pending' and h.expires_at <= ${at}), 0)::bigint as pending_credits
    from ledger_account a`;

@Injectable()
export class AccountsRepository {
  constructor(private readonly postgres: Postgres) {}

  /** Opens the account, or finds the one that is there. `opened` says which. */
  async open(tx: Tx, account: OpenAccount, at: Date): Promise<{ id: string; opened: boolean }> {
    const { normalSide, overdraftLimit } = ACCOUNT_KINDS[account.kind];
    const code = accountCode(account.kind, account.owner, account.asset);
    const rows = await tx.$queryRaw<{ id: string }[]>`
      select ledger_open_account(${account.id}::uuid, ${code}, ${account.kind}, ${account.ownerId}::uuid, ${account.asset},
                                 ${normalSide}, ${overdraftLimit}::bigint, ${at}::timestamptz)::text as id`;
    const id = rows[0]?.id ?? '';
    return { id, opened: id === account.id };
  }

  async hasAsset(code: string): Promise<boolean> {
    return (await this.postgres.prisma.ledgerAsset.findUnique({ where: { code } })) !== null;
  }

  /** Reads outside of every transaction unless one is given. */
  async find(id: string, at: Date, reader: Tx = this.postgres.prisma): Promise<Account | undefined> {
    const rows = await reader.$queryRaw<AccountRow[]>`${atMoment(at)} where a.id = ${id}::uuid`;
    return rows.map(toAccount)[0];
  }

  /** Reads outside of every transaction unless one is given. */
  async findByOwner(
    ownerId: string,
    kind: AccountKind,
    at: Date,
    reader: Tx = this.postgres.prisma,
  ): Promise<Account[]> {
    const rows = await reader.$queryRaw<AccountRow[]>`
      ${atMoment(at)} where a.owner_id = ${ownerId}::uuid and a.kind = ${kind} order by a.created_at, a.id`;
    return rows.map(toAccount);
  }

  async findMany(ids: readonly string[], at: Date): Promise<Account[]> {
    const rows = await this.postgres.prisma.$queryRaw<AccountRow[]>`${atMoment(at)} where a.id = any(${ids}::uuid[])`;
    return rows.map(toAccount);
  }

  /** By code, `limit + 1` rows at most. */
  async list({ code, kind, ownerId, asset, after, limit }: AccountFilter, at: Date): Promise<Account[]> {
    const rows = await this.postgres.prisma.$queryRaw<AccountRow[]>`
      ${atMoment(at)}
       where (${code ?? null}::text is null or a.code = ${code ?? null})
         and (${kind ?? null}::text is null or a.kind = ${kind ?? null})
         and (${ownerId ?? null}::uuid is null or a.owner_id = ${ownerId ?? null}::uuid)
         and (${asset ?? null}::text is null or a.asset = ${asset ?? null})
         and a.code > ${after ?? ''}
       order by a.code limit ${limit + 1}`;
    return rows.map(toAccount);
  }

  /** Locks the account and says how it stands; for decisions that are not postings, such as closing. */
  async lock(tx: Tx, id: string, at: Date): Promise<Account | undefined> {
    await tx.$queryRaw`select 1 from ledger_account where id = ${id}::uuid for no key update`;
    const rows = await tx.$queryRaw<AccountRow[]>`${atMoment(at)} where a.id = ${id}::uuid`;
    return rows.map(toAccount)[0];
  }

  /** Opens a closed account again. Returns whether it was closed. */
  async reopen(tx: Tx, id: string): Promise<boolean> {
    const { count } = await tx.ledgerAccount.updateMany({ where: { id, status: 'closed' }, data: { status: 'open' } });
    return count === 1;
  }

  async setStatus(tx: Tx, id: string, status: AccountStatus, at: Date): Promise<void> {
    // Entries are kept in order by this time, so a clock that lags must not move it back.
    await tx.$executeRaw`
      update ledger_account set status = ${status}, updated_at = greatest(updated_at, ${at}) where id = ${id}::uuid`;
  }
}

function toAccount(row: AccountRow): Account {
  const state = {
    id: row.id,
    kind: row.kind,
    ownerId: row.owner_id,
    asset: row.asset,
    normalSide: row.normal_side,
    overdraftLimit: row.overdraft_limit,
    status: row.status,
    posted: row.posted,
    pendingDebits: row.pending_debits,
    pendingCredits: row.pending_credits,
    frozen: row.frozen,
    version: row.version,
    createdAt: row.created_at,
  };
  return { ...state, code: row.code, balances: balancesOf(state) };
}
