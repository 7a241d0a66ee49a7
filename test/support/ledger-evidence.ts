import type { Pool } from 'pg';
import type { AccountState, Books, Entry } from '../../src/ledger/core/index.ts';

/** How an account stands at a moment, as text. `row` is all of its row, and `broken` what must never be. */
export interface AccountEvidence {
  readonly id: string;
  readonly standing: string;
  readonly row: string;
  readonly broken: readonly string[];
}

// Holds past their time are taken off, whether or not somebody has let go of them yet: a refusal may find and end them.
const EVIDENCE = `
  with mine as (
    select * from ledger_account where id = any($1::uuid[])
  ), entry as (
    select account_id, sum(amount) as total, count(*) as n from ledger_entry where account_id = any($1::uuid[]) group by 1
  ), debit as (
    select debit_account_id as id, sum(amount - captured) as total, sum(amount - captured) filter (where expires_at <= $2) as due
      from ledger_hold where debit_account_id = any($1::uuid[]) and status = 'pending' group by 1
  ), credit as (
    select credit_account_id as id, sum(amount - captured) as total, sum(amount - captured) filter (where expires_at <= $2) as due
      from ledger_hold where credit_account_id = any($1::uuid[]) and status = 'pending' group by 1
  ), stopped as (
    select account_id as id, sum(amount - released) as total, bool_or(amount is null) as whole
      from ledger_freeze where account_id = any($1::uuid[]) and status = 'active' group by 1
  )
  select m.id,
         concat_ws(' ', m.status, m.posted, m.version, m.pending_debits - coalesce(d.due, 0), m.pending_credits - coalesce(c.due, 0),
                   m.frozen) as standing,
         (to_jsonb(m) - 'pending_debits' - 'pending_credits')::text as row,
         array_remove(array[
           case when sum(m.posted) over (partition by m.asset) <> 0 then 'the sum of the asset' end,
           case when m.posted <> coalesce(e.total, 0) then 'the sum of its entries' end,
           case when m.version <> coalesce(e.n, 0) then 'the number of its entries' end,
           case when m.pending_debits <> coalesce(d.total, 0) or m.pending_credits <> coalesce(c.total, 0) then 'its open holds' end,
           case when m.frozen <> coalesce(f.total, 0) then 'its active freezes' end,
           case when m.status <> 'closed' and (m.status = 'frozen') <> coalesce(f.whole, false) then 'its status' end,
           case when ledger_available(m) < 0 then 'its limit' end
         ], null) as broken
    from mine m left join entry e on e.account_id = m.id left join debit d on d.id = m.id left join credit c on c.id = m.id
    left join stopped f on f.id = m.id
   order by m.id`;

/** Everything that a step may have changed or broken, in one statement. */
export async function evidenceOf(pool: Pool, accounts: readonly string[], at: Date): Promise<AccountEvidence[]> {
  return (await pool.query<AccountEvidence>(EVIDENCE, [accounts, at])).rows;
}

/** How the model's accounts stand, in the same words. */
export function standingsOf(model: Books): Pick<AccountEvidence, 'id' | 'standing'>[] {
  return model.accounts.map((account) => ({ id: account.id, standing: standingOf(account) })).sort(byId);
}

function standingOf({ status, posted, version, pendingDebits, pendingCredits, frozen }: AccountState): string {
  return [status, posted, version, pendingDebits, pendingCredits, frozen].join(' ');
}

/** The entries of the accounts, in their order. */
export async function entriesOf(pool: Pool, accounts: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ entry: string }>(
    `select concat_ws(' ', account_id, version, transfer_id, amount, balance_before, balance_after,
                      to_char(effective_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                      to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as entry
       from ledger_entry where account_id = any($1::uuid[]) order by account_id, version`,
    [accounts],
  );
  return rows.map(({ entry }) => entry);
}

/** The model's entries, in the same words and order. */
export function modelEntriesOf(model: Books): string[] {
  const inOrder = (a: Entry, b: Entry) =>
    a.accountId === b.accountId ? Number(a.version - b.version) : byText(a.accountId, b.accountId);
  return [...model.entries]
    .sort(inOrder)
    .map(({ accountId, version, transferId, amount, balanceBefore, balanceAfter, effectiveAt, createdAt }) =>
      [
        ...[accountId, version, transferId, amount, balanceBefore, balanceAfter],
        ...[effectiveAt.toISOString(), createdAt.toISOString()],
      ].join(' '),
    );
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return byText(a.id, b.id);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
