-- The history of rows goes after its time a month at a time, decisions of risk row by row. What a legal hold keeps stays.

-- Nothing that proves something goes before this, whoever asks: for how long it is really kept the application declares.
create function retention_floor() returns timestamptz language sql stable as $$ select now() - interval '1 year' $$;

-- ---- the history of rows ------------------------------------------------------------------------------------------------

-- Whose the row was, so that a hold finds what it keeps.
-- AlterTable
ALTER TABLE "row_change" ADD COLUMN     "owner_id" UUID;

create index row_change_owner on row_change (owner_id) where owner_id is not null;

create or replace function row_history_note() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  keys text[] := tg_argv[0]::text[];
  masked text[] := tg_argv[1]::text[];
  ignored text[] := tg_argv[2]::text[];
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  becomes jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  touched text[];
begin
  select array_agg(name order by name) into touched from jsonb_object_keys(coalesce(becomes, was)) name
   where was -> name is distinct from becomes -> name and name <> all(ignored);
  if touched is null then return null; end if;
  insert into row_change (changed_at, table_name, row_key, operation, columns, before, after, owner_id, person, database_user,
                          application, database_transaction)
  values (date_trunc('milliseconds', clock_timestamp()), tg_table_name,
          (select string_agg(case when key = any(masked) then '[masked]' else coalesce(becomes, was) ->> key end, '/' order by place)
             from unnest(keys) with ordinality as k(key, place)),
          lower(tg_op), touched, row_history_masked(was, touched, masked), row_history_masked(becomes, touched, masked),
          row_history_owner(tg_table_name, coalesce(becomes, was)),
          nullif(current_setting('trivet.person', true), '')::uuid, session_user, current_setting('application_name'),
          (pg_current_xact_id()::text)::bigint);
  return null;
end $$;

-- Whose a row is: who it names as its user, or who it is.
create function row_history_owner(of_table text, value jsonb) returns uuid language sql immutable as $$
  select (case when of_table = 'app_user' then value ->> 'id' else value ->> 'user_id' end)::uuid
$$;

-- What is there already says it itself, or another change of the same row does.
alter table row_change disable trigger row_change_guard;
update row_change r set owner_id = coalesce(
  case when r.table_name in ('app_user', 'user_profile', 'person_key', 'totp_factor') then r.row_key end,
  case when r.table_name = 'recovery_code' then split_part(r.row_key, '/', 1) end,
  coalesce(r.after, r.before) ->> 'user_id',
  (select coalesce(o.after, o.before) ->> 'user_id' from row_change o
    where o.table_name = r.table_name and o.row_key = r.row_key and coalesce(o.after, o.before) ->> 'user_id' is not null
    limit 1))::uuid;
alter table row_change enable trigger row_change_guard;

-- It is not changed; what is a year old may go.
create function row_history_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.changed_at < retention_floor() then return old; end if;
  raise exception 'the history of rows is not changed';
end $$;
drop trigger row_change_guard on row_change;
create trigger row_change_guard before update or delete on row_change for each row execute function row_history_guard();

-- Lets the oldest month go that was over before `over_before`, and gives its name; null when there is none. What a hold keeps of it goes into
-- the default partition, where it is read like all else, and leaves by row_history_sweep once nothing holds it. When somebody reads the
-- history for long it gives up after a second (55P03) and is tried again.
create function row_history_drop_month(over_before timestamptz, out dropped text, out held bigint) language plpgsql
  security definer set search_path = public, pg_temp set lock_timeout = '1s' as $$
declare
  start_of timestamptz;
  kept row_change[];
begin
  if over_before > retention_floor() then raise exception 'the history of rows is kept for a year at least'; end if;
  perform pg_advisory_xact_lock(hashtext('row_history_make_partition'));
  select m.name, m.starts_at into dropped, start_of from (
    select c.relname::text as name, to_timestamp(right(c.relname, 7) || ' +00', 'YYYY_MM TZH') as starts_at
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'row_change'::regclass and c.relname ~ '^row_change_\d{4}_\d{2}$') m
   where (m.starts_at at time zone 'UTC' + interval '1 month') at time zone 'UTC' <= over_before
   order by m.starts_at limit 1;
  if dropped is null then return; end if;

  -- Nobody's data is put on hold while it goes.
  lock table legal_hold in share mode;
  select array_agg(r), count(*) into kept, held from row_change r
   where r.changed_at >= start_of and r.changed_at < (start_of at time zone 'UTC' + interval '1 month') at time zone 'UTC'
     and r.owner_id in (select user_id from legal_hold where released_at is null);
  execute format('alter table row_change detach partition %I', dropped);
  insert into row_change select * from unnest(kept);
  execute format('drop table %I', dropped);
end $$;

-- Deletes what is older than `over_before` and has no month of its own, and what no hold keeps any longer, at most so many; returns how many.
create function row_history_sweep(over_before timestamptz, most int) returns bigint language plpgsql
  security definer set search_path = public, pg_temp set lock_timeout = '1s' as $$
declare deleted bigint;
begin
  if over_before > retention_floor() then raise exception 'the history of rows is kept for a year at least'; end if;
  lock table legal_hold in share mode;
  delete from row_change where (id, changed_at) in (
    select r.id, r.changed_at from row_change_default r where r.changed_at < over_before and not is_held(r.owner_id)
     order by r.changed_at limit most for update skip locked);
  get diagnostics deleted = row_count;
  return deleted;
end $$;

revoke all on function row_history_drop_month(timestamptz), row_history_sweep(timestamptz, int) from public;
grant execute on function row_history_drop_month(timestamptz), row_history_sweep(timestamptz, int) to trivet_system;

-- ---- what risk decided ----------------------------------------------------------------------------------------------------

-- A decision goes when it is old, and never while somebody has still to look at it.
drop trigger risk_decision_kept on risk_decision;
create trigger risk_decision_kept before truncate on risk_decision for each statement execute function risk_is_kept();
create function risk_decision_goes() returns trigger language plpgsql as $$
begin
  if coalesce(old.reviewed_at, old.created_at) < retention_floor()
     and (old.review_status is null or old.review_status in ('approved', 'rejected')) then return old; end if;
  raise exception 'a decision is kept for a year at least, and until its review is decided';
end $$;
create trigger risk_decision_goes before delete on risk_decision for each row execute function risk_decision_goes();
create index risk_decision_over on risk_decision (coalesce(reviewed_at, created_at))
  where review_status is null or review_status in ('approved', 'rejected');

revoke delete, truncate on risk_decision from trivet_app;
grant delete on risk_decision to trivet_system;
