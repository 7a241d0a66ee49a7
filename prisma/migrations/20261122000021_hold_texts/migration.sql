-- Texts of holds are in no hash. Those of somebody whose accounts are all closed, that are nobody else's record, can be forgotten: the
-- hold named no payee, or one that was theirs too. What was captured stays, as the transfer that it became.
create index ledger_hold_of_payer on ledger_hold (debit_account_id, id);

create function ledger_forget_hold_texts(person uuid) returns int language sql
security definer set search_path = public, pg_temp as $$
  with own as (
    select id from ledger_account where owner_id = person
      and not exists (select from ledger_account a where a.owner_id = person and a.status <> 'closed')
  ), forgotten as (
    update ledger_hold set reference = null, description = null, metadata = null
     where debit_account_id in (select id from own) and status <> 'pending'
       and (credit_account_id is null or credit_account_id in (select id from own))
       and num_nonnulls(reference, description, metadata) > 0
    returning 1)
  select count(*)::int from forgotten
$$;
revoke execute on function ledger_forget_hold_texts(uuid) from public;
grant execute on function ledger_forget_hold_texts(uuid) to trivet_app;
