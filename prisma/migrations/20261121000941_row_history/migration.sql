-- What became of every row of the tables that matter most, whoever changed it and by whatever way: written by triggers, append-only,
-- a partition a month. One line adds a table: select row_history_of('table', 'column_to_mask', ...);

-- Whoever acts for a person may say what happened, and no more.
revoke all on audit_event, audit_chain from trivet_app;
grant insert on audit_event to trivet_app;
grant select, insert, update, delete on audit_event to trivet_system;
grant select, insert, update on audit_chain to trivet_system;

-- CreateTable
CREATE TABLE "row_change" (
    "id" BIGSERIAL NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "table_name" TEXT NOT NULL,
    "row_key" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "columns" TEXT[],
    "before" JSONB,
    "after" JSONB,
    "person" UUID,
    "database_user" TEXT NOT NULL,
    "application" TEXT NOT NULL,
    "database_transaction" BIGINT NOT NULL,

    CONSTRAINT "row_change_pkey" PRIMARY KEY ("id","changed_at")
) partition by range ("changed_at");

-- CreateIndex
CREATE INDEX "row_change_table_name_row_key_id_idx" ON "row_change"("table_name", "row_key", "id");

-- CreateIndex
CREATE INDEX "row_change_database_transaction_idx" ON "row_change"("database_transaction");

alter table row_change add constraint row_change_operation check (operation in ('insert', 'update', 'delete'));

create function row_history_forbid() returns trigger language plpgsql as $$
begin
  raise exception 'the history of rows is not changed';
end $$;
create trigger row_change_guard before update or delete on row_change for each row execute function row_history_forbid();
create trigger row_change_no_truncate before truncate on row_change for each statement execute function row_history_forbid();

-- Makes the partition of the month that holds `moment` if it is missing; returns whether it made one. A month that has rows in the
-- default partition stays there. Nobody reaches a partition but through its parent.
create function row_history_make_partition(moment timestamptz) returns boolean language plpgsql
  security definer set search_path = public, pg_temp set lock_timeout = '1s' as $$
declare
  start_of timestamptz := date_trunc('month', moment at time zone 'UTC') at time zone 'UTC';
  end_of timestamptz := (date_trunc('month', moment at time zone 'UTC') + interval '1 month') at time zone 'UTC';
  name text := 'row_change_' || to_char(moment at time zone 'UTC', 'YYYY_MM');
begin
  perform pg_advisory_xact_lock(hashtext('row_history_make_partition'));
  if to_regclass(name) is not null then return false; end if;
  if exists (select from row_change_default where changed_at >= start_of and changed_at < end_of) then return false; end if;
  execute format('create table %I partition of row_change for values from (%L) to (%L)', name, start_of, end_of);
  execute format('create trigger row_change_no_truncate before truncate on %I
                  for each statement execute function row_history_forbid()', name);
  execute format('revoke all on %I from trivet_app, trivet_system', name);
  return true;
end $$;
revoke all on function row_history_make_partition(timestamptz) from public;
grant execute on function row_history_make_partition(timestamptz) to trivet_system;

-- Changes of a month that nobody made a partition for are still written.
create table row_change_default partition of row_change default;
create trigger row_change_no_truncate before truncate on row_change_default
  for each statement execute function row_history_forbid();
select row_history_make_partition(now() + make_interval(months => n)) from generate_series(0, 3) n;

-- It is for the system to read, and for nobody to write.
select row_security_where('row_change', 'false');
revoke all on row_change, row_change_default from trivet_app, trivet_system;
grant select on row_change to trivet_system;

-- Of an insert and a delete the row, of an update the columns that changed; masked ones say only that they are there.
-- Its arguments are the columns of the key, those to mask, and those that are nobody's news.
create function row_history_note() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
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
  insert into row_change (changed_at, table_name, row_key, operation, columns, before, after, person, database_user, application,
                          database_transaction)
  values (date_trunc('milliseconds', clock_timestamp()), tg_table_name,
          (select string_agg(coalesce(becomes, was) ->> key, '/' order by place)
             from unnest(keys) with ordinality as k(key, place)),
          lower(tg_op), touched, row_history_masked(was, touched, masked), row_history_masked(becomes, touched, masked),
          nullif(current_setting('trivet.person', true), '')::uuid, session_user, current_setting('application_name'),
          (pg_current_xact_id()::text)::bigint);
  return null;
end $$;

create function row_history_masked(value jsonb, columns text[], masked text[]) returns jsonb language sql immutable as $$
  select jsonb_object_agg(name, case when name = any(masked) and value -> name <> 'null' then to_jsonb('[masked]'::text)
                                     else value -> name end)
    from unnest(columns) name where value is not null
$$;

-- Keeps the history of a table's rows from now on, but of columns named with a minus before them. Refuses a table without a key, and a
-- column that is not there.
create function row_history_of(of_table regclass, variadic masked text[] default '{}') returns void language plpgsql as $$
declare
  keys text[];
  missing text;
begin
  select array_agg(a.attname::text order by array_position(i.indkey::smallint[], a.attnum)) into keys
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
   where i.indrelid = of_table and i.indisprimary;
  if keys is null then raise exception '% has no primary key', of_table; end if;
  select name into missing from unnest(masked) name
   where not exists (select from pg_attribute where attrelid = of_table and attname = ltrim(name, '-') and not attisdropped);
  if missing is not null then raise exception '% has no column %', of_table, missing; end if;
  execute format('create trigger row_history after insert or update or delete on %s
                  for each row execute function row_history_note(%L, %L, %L)', of_table, keys,
                 array(select name from unnest(masked) name where name not like '-%'),
                 array(select ltrim(name, '-') from unnest(masked) name where name like '-%'));
end $$;

select row_history_of('app_user', 'email', 'password_hash', 'first_name', 'last_name', 'phone');
select row_history_of('user_profile', 'sealed_details');
select row_history_of('role');
select row_history_of('role_permission');
select row_history_of('api_key', 'secret_hash', 'former_hash', '-last_used_at');
select row_history_of('payment_method', 'sealed_token', 'last_four', 'card_index');
select row_history_of('setting');
select row_history_of('lookup_value');
select row_history_of('person_key', 'sealed_key');
select row_history_of('data_key', 'wrapped');
select row_history_of('venue_staff');
