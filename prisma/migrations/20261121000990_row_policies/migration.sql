-- Whose every row is, and what the application may do to the ledger: read it, and call the functions that write it.

-- ---- what is somebody's by way of something else ---------------------------------------------------------------------
-- With the owner's rights, so that asking whose a row is does not ask the same again of the rows that say so. Each is asked once a
-- statement: (select ...).

create function row_security_accounts() returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(id), '{}') from ledger_account where owner_id = row_security_person()
$$;

create function row_security_venues() returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(venue_id), '{}') from venue_staff where user_id = row_security_person()
$$;

create function row_security_groups() returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(group_id), '{}') from friend_group_member where user_id = row_security_person()
$$;

-- ---- people ---------------------------------------------------------------------------------------------------------
select row_security_by_owner('app_user', 'id');
select row_security_by_owner('user_profile', 'user_id');
select row_security_by_owner('user_change', 'user_id');
select row_security_by_owner('access_change', 'user_id');
select row_security_by_owner('ended_session', 'user_id');

-- ---- the ledger -----------------------------------------------------------------------------------------------------
select row_security_by_owner('ledger_account', 'owner_id');
select row_security_where(of_table, $$account_id = any ((select row_security_accounts())::uuid[])$$)
  from unnest(array['ledger_entry', 'ledger_chain', 'ledger_snapshot', 'ledger_freeze']::regclass[]) of_table;
select row_security_where(of_table, $$debit_account_id = any ((select row_security_accounts())::uuid[])
                                     or credit_account_id = any ((select row_security_accounts())::uuid[])$$)
  from unnest(array['ledger_transfer', 'ledger_hold']::regclass[]) of_table;
-- A view has the rights of its owner unless it says that it has those of who asks.
alter view ledger_opening set (security_invoker = true);
alter view ledger_partition set (security_invoker = true);
alter view sandbox_balance set (security_invoker = true);

-- ---- money -----------------------------------------------------------------------------------------------------------
select row_security_by_owner('scheduled_transfer', 'user_id');
select row_security_by_owner('balance_monitor', 'owner_id');
select row_security_by_owner('payment_method', 'user_id');
select row_security_by_owner('payment', 'user_id');
select row_security_through('payment_event', 'payment_id', 'payment');
select row_security_through('payment_refund', 'payment_id', 'payment');
select row_security_through('payment_dispute', 'payment_id', 'payment');
select row_security_by_owner('stripe_customer', 'user_id');
select row_security_through('stripe_intent', 'payment_id', 'payment');
select row_security_by_owner('fx_quote', 'user_id');
select row_security_by_owner('fx_exchange', 'user_id');
-- About people and written for those who run the platform: their reasons are not for whom they are about.
select row_security_for_system('adjustment');
select row_security_for_system('freeze_release');
select row_security_for_system(of_table) from unnest(array['dispute_evidence', 'provider_event', 'provider_subject',
  'provider_balance_change', 'provider_payout']::regclass[]) of_table;

-- ---- venues, groups, treats -------------------------------------------------------------------------------------------
select row_security_where('venue_staff', $$user_id = (select row_security_person())
                                           or venue_id = any ((select row_security_venues())::uuid[])$$);
select row_security_where('friend_group_invitation', $$invitee_id = (select row_security_person())
                                           or group_id = any ((select row_security_groups())::uuid[])$$);
select row_security_where('friend_group_member', $$user_id = (select row_security_person())
                                           or group_id = any ((select row_security_groups())::uuid[])$$);
select row_security_where('friend_group', $$owner_id = (select row_security_person())
                                           or id = any ((select row_security_groups())::uuid[])
                                           or exists (select from friend_group_invitation i where i.group_id = friend_group.id
                                                and i.invitee_id = (select row_security_person()))$$);
select row_security_where('treat_order', $$buyer_id = (select row_security_person())
                                           or recipient_id = (select row_security_person())
                                           or venue_id = any ((select row_security_venues())::uuid[])$$);
select row_security_through('treat_order_item', 'order_id', 'treat_order');
select row_security_through('redemption', 'order_id', 'treat_order');

-- ---- what happened ---------------------------------------------------------------------------------------------------
-- Whatever somebody does is announced; what is announced of others nobody reads but who delivers it.
create function row_security_told(of_table regclass) returns void language plpgsql as $$
begin
  perform row_security_for_system(of_table);
  execute format('create policy told on %s for insert to trivet_app with check (true)', of_table);
end $$;
select row_security_told('outbox_event');
select row_security_told('audit_event');
select row_security_for_system('audit_chain');

-- ---- what the application may write -------------------------------------------------------------------------------------

-- The ledger is written by its functions alone. An account may be locked, closed, and opened again.
revoke insert, update, delete, truncate on
  ledger_account, ledger_transfer, ledger_entry, ledger_hold, ledger_freeze, ledger_chain, ledger_snapshot, ledger_anchor,
  ledger_retention, ledger_business_day, ledger_asset, ledger_posting_template from trivet_app;
grant update (status, updated_at) on ledger_account to trivet_app;
select append_only_for_app(of_table) from
  unnest(array['access_change', 'user_change', 'payment_event', 'freeze_release', 'fx_rate',
               'setting_change', 'lookup_change']::regclass[]) of_table;

-- A partition has no policies of its own: it is read through its parent.
do $$
declare part regclass;
begin
  for part in select inhrelid::regclass from pg_inherits where inhparent = 'ledger_entry'::regclass loop
    execute format('revoke all on %s from trivet_app', part);
  end loop;
end $$;

create or replace function ledger_make_partition(moment timestamptz) returns boolean language plpgsql set lock_timeout = '1s' as $$
declare
  start_of timestamptz := date_trunc('month', moment at time zone 'UTC') at time zone 'UTC';
  end_of timestamptz := (date_trunc('month', moment at time zone 'UTC') + interval '1 month') at time zone 'UTC';
  name text := 'ledger_entry_' || to_char(moment at time zone 'UTC', 'YYYY_MM');
begin
  perform pg_advisory_xact_lock(hashtext('ledger_make_partition'));
  if to_regclass(name) is not null then return false; end if;
  if exists (select 1 from ledger_entry_default where created_at >= start_of and created_at < end_of) then return false; end if;
  execute format('create table %I (like ledger_entry including all)', name);
  execute format('revoke all on %I from trivet_app', name);
  execute format('alter table %I add constraint in_month check (created_at >= %L and created_at < %L)', name, start_of, end_of);
  execute format('create trigger ledger_entry_sum_zero after insert on %I referencing new table as new_entries
                  for each statement execute function ledger_check_entries()', name);
  execute format('create trigger ledger_entry_no_truncate before truncate on %I
                  for each statement execute function ledger_forbid()', name);
  execute format('alter table ledger_entry attach partition %I for values from (%L) to (%L)', name, start_of, end_of);
  execute format('alter table %I drop constraint in_month', name);
  return true;
end $$;

-- Opens the account, or finds the one with this code; gives its id.
create function ledger_open_account(account uuid, account_code text, account_kind text, account_owner uuid, account_asset text,
                                    side text, overdraft bigint, at timestamptz) returns uuid language plpgsql as $$
declare found_id uuid;
begin
  insert into ledger_account (id, code, kind, owner_id, asset, normal_side, overdraft_limit, created_at, updated_at)
  values (account, account_code, account_kind, account_owner, account_asset, side, overdraft, at, at)
  on conflict (code) do nothing returning id into found_id;
  if found_id is null then
    select id into strict found_id from ledger_account where code = account_code;
  end if;
  return found_id;
end $$;

-- Keeps a freeze as it is until the end of the transaction.
create function ledger_lock_freeze(freeze_id uuid) returns void language sql as $$
  select 1 from ledger_freeze where id = freeze_id for no key update
$$;

-- The doors to the ledger have the rights of their owner, and names mean what they meant when the doors were made.
do $$
declare door regprocedure;
begin
  foreach door in array array[
    'ledger_open_account(uuid, text, text, uuid, text, text, bigint, timestamptz)', 'ledger_lock_freeze(uuid)',
    'ledger_post(jsonb, timestamptz)', 'ledger_post_items(ledger_command[], uuid[], uuid[], timestamptz)',
    'ledger_dry_run(jsonb, timestamptz)', 'ledger_expire(uuid[], timestamptz)', 'ledger_seal(int, timestamptz)',
    'ledger_anchor_next(timestamptz)', 'ledger_make_partition(timestamptz)', 'ledger_detach_partition(timestamptz, timestamptz)',
    'ledger_close_day(date, timestamptz, uuid, timestamptz)']::regprocedure[] loop
    execute format('alter function %s security definer set search_path = public, pg_temp', door);
    execute format('revoke execute on function %s from public', door);
    execute format('grant execute on function %s to trivet_app', door);
  end loop;
end $$;
