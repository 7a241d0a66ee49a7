-- A hold that expires is logged like one that is captured or voided, whoever comes upon it: the job, or a posting to its account. One
-- note for all that expire at once, in the same transaction.
create or replace function ledger_expire(holds uuid[], at timestamptz) returns int language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  released int;
  noted jsonb;
begin
  with expired as (
    update ledger_hold set status = 'expired', resolved_at = at
     where id = any(holds) and status = 'pending' and expires_at <= at
    returning id, debit_account_id, credit_account_id, amount - captured as rest
  ), sides as (
    select debit_account_id as account, rest as debits, 0::bigint as credits from expired
    union all
    select credit_account_id, 0, rest from expired where credit_account_id is not null
  ), sums as (
    select account, sum(debits)::bigint as debits, sum(credits)::bigint as credits from sides group by account
  ), written as (
    update ledger_account a
       set pending_debits = pending_debits - debits, pending_credits = pending_credits - credits
      from sums where a.id = sums.account
  )
  select count(*), jsonb_agg(jsonb_build_object('op', 'expire', 'hold', id, 'debit', debit_account_id, 'amount', rest::text))
    into released, noted from expired;
  if released > 0 then
    insert into audit_posting (notes, answer) values (
      jsonb_build_array(jsonb_build_object('author', jsonb_build_object('acting', 'ledger:expiry'), 'commands', noted))::text,
      jsonb_build_object('at', at, 'items', '[]'::jsonb));
  end if;
  return released;
end $$;

-- Codes that nobody scanned, by when they ended.
create index redemption_unscanned on redemption (expires_at) where status = 'issued';
